import re
import stat

import pytest

from jupyterlab_offload.local.credentials import Credentials, CredentialsError, write_private


def test_a_home_has_one_key_of_awss_form(home):
    assert Credentials.load(home) is None
    made = Credentials.obtain(home)
    assert re.fullmatch(r"AKIA[A-Z2-7]{16}", made.access_key)
    assert re.fullmatch(r"[A-Za-z0-9/+]{40}", made.secret_key)
    assert Credentials.obtain(home) == made == Credentials.load(home)
    assert stat.S_IMODE(home.credentials_file.stat().st_mode) == 0o600


def test_keys_are_random():
    assert len({Credentials.make().secret_key for _ in range(100)}) == 100


def test_the_secret_is_not_shown(home):
    made = Credentials.obtain(home)
    assert made.secret_key not in repr(made)


def test_a_damaged_file_is_named_with_what_to_do(home):
    home.credentials_file.write_text("{}")
    with pytest.raises(CredentialsError, match="delete it"):
        Credentials.load(home)


def test_a_private_file_is_replaced_whole(home):
    path = home.root / "file"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_private_file_that_cannot_be_written_leaves_the_old_one_and_nothing_else(home):
    path = home.root / "file"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "\ud800")
    assert path.read_text() == "old"
    assert not list(home.root.glob("file.*"))
