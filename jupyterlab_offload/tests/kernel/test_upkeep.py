"""The commands that look after backends, as a user reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from jupyterlab_offload.catalog import Refreshed, RefreshError
from jupyterlab_offload.kernel.commands import upkeep
from jupyterlab_offload.kernel.errors import OffloadError
from jupyterlab_offload.kernel.session import Session
from jupyterlab_offload.submit import Connection, SubmitError, all_backends
from jupyterlab_offload.submit.clean import Leftovers
from jupyterlab_offload.tests.local.live import LiveEngine
from jupyterlab_offload.tests.submit.conftest import (  # noqa: F401  # fixtures
    folders,
    local,
    submit_engine,
)

SESSION = cast(Session, None)
ROLE = "arn:aws:iam::000000000000:role/offload"


def test_check_on_the_local_engine(local: Connection, capsys: Any) -> None:  # noqa: F811  # fixture
    upkeep.check(SESSION, [])
    place, *lines = capsys.readouterr().out.splitlines()
    assert place == "Backend local, on this machine:"
    assert len(lines) == 6 and all(line.startswith("ok") for line in lines)
    with pytest.raises(OffloadError, match="needs no policy"):
        upkeep.check(SESSION, ["--policies"])
    with pytest.raises(OffloadError, match="Write %offload check"):
        upkeep.check(SESSION, ["--fix"])


def test_clean_shows_before_it_removes(
    local: Connection,  # noqa: F811  # fixture
    capsys: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    removed: list[Leftovers] = []
    found = Leftovers({"old-job": 2048}, {"0" * 64: 3_000_000}, ["a", "b"])
    monkeypatch.setattr(upkeep, "leftovers", lambda connection: found)
    monkeypatch.setattr(upkeep, "remove", lambda connection, what: removed.append(what))
    upkeep.clean(SESSION, [])
    assert "old-job" in capsys.readouterr().out and not removed
    with pytest.raises(OffloadError, match="Write %offload clean"):
        upkeep.clean(SESSION, ["--all"])
    assert not removed
    upkeep.clean(SESSION, ["--yes"])
    assert removed == [found]


def test_clean_tells_of_uploads_that_were_cut_off(
    local: Connection,  # noqa: F811  # fixture
    capsys: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = Leftovers(uploads=[("blobs/1", "id")])
    monkeypatch.setattr(upkeep, "leftovers", lambda connection: found)
    upkeep.clean(SESSION, [])
    assert "1 upload that was cut off" in capsys.readouterr().out
    found = Leftovers(blind=True)
    monkeypatch.setattr(upkeep, "leftovers", lambda connection: found)
    upkeep.clean(SESSION, [])
    said = capsys.readouterr().out
    assert "s3:ListBucketMultipartUploads" in said and "Nothing in " in said


def test_prices(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(upkeep, "refresh", lambda region, folder: Refreshed(120, "2026-11-01"))
    upkeep.prices(SESSION, ["refresh"])
    assert "120 types have a price now, of 2026-11-01" in capsys.readouterr().out

    def fails(region: str, folder: Path) -> Refreshed:
        raise RefreshError("No network.")

    monkeypatch.setattr(upkeep, "refresh", fails)
    with pytest.raises(OffloadError, match="No network"):
        upkeep.prices(SESSION, ["refresh"])
    with pytest.raises(OffloadError, match="prices refresh"):
        upkeep.prices(SESSION, [])


@pytest.fixture
def aws(submit_engine: LiveEngine, monkeypatch: pytest.MonkeyPatch) -> str:  # noqa: F811  # fixture
    """The environment leads to the engine as if it were AWS; a bucket of its own."""
    for name, value in submit_engine.info.environment.items():
        monkeypatch.setenv(name, value)
    return submit_engine.make_bucket()


def test_setup_proposes_and_writes_after_a_yes(aws: str, capsys: Any, tmp_path: Path) -> None:
    upkeep.setup(SESSION, ["aws"])
    shown = capsys.readouterr().out
    assert "offload-000000000000-us-east-1" in shown and "--role ARN" in shown
    words = ["aws", "--role", ROLE, f"--bucket={aws}", "--name", "class"]
    upkeep.setup(SESSION, words)
    shown = capsys.readouterr().out
    assert "You are offload in account 000000000000. The backend class would be:" in shown
    assert "Nothing is made yet." in shown and "--yes` writes it to " in shown
    assert list(all_backends()) == ["local"]
    upkeep.setup(SESSION, [*words, "--yes"])
    assert list(all_backends()) == ["local", "class"]
    assert "The bucket was there already" in capsys.readouterr().out
    written = json.loads((tmp_path / "config" / "backends.json").read_text())
    assert written["backends"]["class"]["bucket"] == aws
    assert "active" not in written


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["aws", "--role", "admin"], "'admin' cannot be the role"),
        (["aws", "--bucket", "My_Bucket"], "3 to 63 small letters"),
        (["aws", "--name", "local"], "choose another --name"),
    ],
)
def test_what_does_not_fit_is_said_before_anything_is_made(
    aws: str, words: list[str], says: str, tmp_path: Path
) -> None:
    with pytest.raises(SubmitError, match=says):
        upkeep.setup(SESSION, [*words, "--yes"])
    assert not (tmp_path / "config").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "setup aws"),
        (["aws", "--rôle", "x"], "did you mean --role"),
        (["aws", "--role"], "lacks its value"),
    ],
)
def test_what_setup_does_not_understand(words: list[str], says: str) -> None:
    with pytest.raises(OffloadError, match=says):
        upkeep.setup(SESSION, words)
