"""A full disk: clients get errors, what was acknowledged stays whole, room brings all back."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DISK_BYTES = 40 * 2**20
PROGRAM = "jupyterlab_offload.tests.local.full_disk"
ROOT = Path(__file__).parents[3]

# In a mount namespace of its own, so that no other process sees the small disk.
MOUNT = 'mount -t tmpfs -o size="$1",mode=700 offload "$2" && exec "$3" -m "$4" "$2"'


def namespace():
    """The command that gives a program mounts of its own; None where the system refuses."""
    for options in (["--mount"], ["--mount", "--map-root-user"]):
        command = ["unshare", *options, "--propagation", "private"]
        probe = [*command, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        if shutil.which("unshare") and subprocess.run(probe, capture_output=True).returncode == 0:
            return command
    return None


@pytest.mark.slow
def test_a_full_disk_gives_an_error_and_corrupts_nothing(tmp_path):
    command = namespace()
    if command is None:
        pytest.skip("a small disk of its own needs a mount namespace, which this system refuses")
    disk = tmp_path / "disk"
    disk.mkdir()
    shell = ["sh", "-c", MOUNT, "sh", str(DISK_BYTES), str(disk), sys.executable, PROGRAM]
    done = subprocess.run(
        [*command, *shell],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    seen = json.loads(done.stdout)
    refused = [507, "InsufficientStorage"]
    # While the disk is full a job may be able to end well, if it needs no room.
    assert seen.pop("job while full") in ("Failed", "Completed")
    assert seen == {
        "large object": refused,
        "small object": refused,
        "overwriting": refused,
        "damaged while full": [],
        "arriving": 0,
        "same engine": True,
        "object with room": None,
        "job that fills the disk": "Failed",
        "job with room": "Completed",
        "damaged after all": [],
        "integrity": "ok",
    }
