"""A user who is not root has a private /opt/ml, too, where the system allows user namespaces."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from jupyterlab_offload.local.runner.spawning import PACKAGE_PARENT

NOBODY = 65534
# Standard library only, as a supervisor: this user may not be able to read an environment.
PROGRAM = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.runner.init import Command, Sandbox
from jupyterlab_offload.local.runner import launch
ml, opt = sys.argv[2], sorted(os.listdir("/opt"))
sandbox = Sandbox(((ml, "/opt/ml"), (ml, "/offload-test/deep")), 40)
refused = launch.refusal(sandbox)
if refused:
    sys.exit("refused: " + refused)
looks = (
    "id -u; ls /opt; echo x > /offload-test/deep/made; cat /opt/ml/made;"
    " grep CapEff /proc/self/status; ls /proc | grep -c '^[0-9]'"
)
forks = "for i in $(seq 100); do sleep 9 & done"
for code in (looks, forks):
    command = Command(("/bin/sh", "-c", code), {"PATH": "/bin:/usr/bin"}, "/")
    process = launch.start(command, 1, sandbox)
    while process.poll() is None:
        time.sleep(0.01)
    print("status", process.poll(), flush=True)
assert sorted(os.listdir("/opt")) == opt and not os.path.exists("/offload-test")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="user namespaces are Linux's")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_gets_a_private_opt_ml_and_bounded_processes() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        program = Path(folder, "program.py")
        program.write_text(PROGRAM)
        done = subprocess.run(
            ("/usr/bin/python3", "-B", str(program), str(PACKAGE_PARENT), folder),
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        if "ModuleNotFoundError" in done.stderr or "Permission" in done.stderr:
            pytest.skip("the checkout is in a folder that other users cannot read")
        if "refused: " in done.stderr:
            pytest.skip(f"the system does not allow user namespaces ({done.stderr.strip()})")
        lines = done.stdout.splitlines()
        assert lines[0] == str(NOBODY), done.stderr
        assert "ml" in lines and "x" in lines and "status 0" in lines
        assert int(lines[lines.index("status 0") - 1]) <= 4
        assert "CapEff:\t0000000000000000" in lines
        assert lines[-1] == "status 2"
        assert "Cannot fork" in done.stdout
        assert os.path.exists(os.path.join(folder, "made"))
