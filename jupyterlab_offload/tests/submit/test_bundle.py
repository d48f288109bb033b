"""The driver's file: the same bytes every time, and nothing but the two packages."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile

from jupyterlab_offload.submit.bundle import driver

PROGRAM = "from jupyterlab_offload.submit.bundle import driver; print(driver().blob.sha256)"


def test_every_process_makes_the_same_bytes() -> None:
    found = driver()
    assert found.blob.sha256 == hashlib.sha256(found.data).hexdigest()
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == found.blob.sha256


def test_it_holds_driver_and_codecs_only() -> None:
    names = zipfile.ZipFile(io.BytesIO(driver().data)).namelist()
    tops = {"/".join(name.split("/")[:2]) for name in names}
    assert tops == {
        "__main__.py",
        "jupyterlab_offload/__init__.py",
        "jupyterlab_offload/codecs",
        "jupyterlab_offload/driver",
    }
    assert zipfile.ZipFile(io.BytesIO(driver().data)).read("jupyterlab_offload/__init__.py") == b""
