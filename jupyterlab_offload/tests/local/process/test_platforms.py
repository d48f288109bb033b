import pytest

from jupyterlab_offload.local.process import cli
from jupyterlab_offload.local.process.errors import EngineError
from jupyterlab_offload.local.process.platforms import require_posix


@pytest.mark.parametrize("command", ["start", "status", "stop", "env"])
def test_windows_is_told_of_wsl_in_one_sentence(command, capsys):
    assert cli.main([command], platform="win32") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "WSL" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("platform", ["linux", "darwin", "freebsd14"])
def test_posix_systems_pass(platform):
    require_posix(platform)


def test_windows_raises_before_anything_is_imported_that_it_lacks():
    with pytest.raises(EngineError, match="WSL"):
        require_posix("win32")
