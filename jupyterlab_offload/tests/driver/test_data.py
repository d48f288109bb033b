"""Local data: under its own names beside the channels from S3, and nothing else than was sent."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from .payload import Ended, Job


def job(folder: Path, cell: str, **data: bytes) -> Job:
    """A job with files in a channel `set`; the blobs are as they were sent."""
    made = Job(folder / "ml", [cell])
    made.blobs.mkdir(parents=True)
    placed: list[dict[str, Any]] = []
    for name, content in data.items():
        digest = hashlib.sha256(content).hexdigest()
        (made.blobs / digest).write_bytes(content)
        placed.append({"path": f"set/{name}", "sha256": digest, "size": len(content)})
    made.manifest = {"data": placed}
    return made


def test_a_channel_is_found_by_its_variable(tmp_path: Path) -> None:
    cell = (
        "import os\nroot = os.environ['SM_CHANNEL_SET']\nnames = sorted(os.listdir(root))\n"
        "text = open(root + '/a').read()\nchannels = os.environ['SM_CHANNELS']"
    )
    values = job(tmp_path, cell, a=b"one", b=b"two").run().values()
    assert values["root"] == str(tmp_path / "ml/input/data/set")
    assert (values["names"], values["text"]) == (["a", "b"], "one")
    assert values["channels"] == '["set"]'


def test_data_that_was_replaced_is_not_used(tmp_path: Path) -> None:
    made = job(tmp_path, "x = 1", a=b"one")
    (blob,) = made.blobs.iterdir()
    blob.write_bytes(b"two")
    ended: Ended = made.run()
    assert "is not what was sent: nothing runs" in ended.log
    assert not list((tmp_path / "ml/input/data").glob("set/*"))
