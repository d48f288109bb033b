"""Makes a job's folder as SageMaker lays it out, runs the packed driver in it, reads it back."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jupyterlab_offload
from jupyterlab_offload.codecs import decode, encode
from jupyterlab_offload.driver import boot

NONCE = "5eed" * 8
ROOT = Path(jupyterlab_offload.__file__).parent


@cache
def driver() -> bytes:
    """The zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("__main__.py", boot.ZIP_MAIN)
        archive.writestr("jupyterlab_offload/__init__.py", "")
        for part in ("codecs", "driver"):
            for path in sorted((ROOT / part).rglob("*.py")):
                archive.writestr(f"jupyterlab_offload/{path.relative_to(ROOT)}", path.read_bytes())
    return file.getvalue()


@dataclass
class Ended:
    """What a run left behind."""

    ml: Path
    code: int
    log: str
    result: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.result["status"]

    def values(self) -> dict[str, Any]:
        """Decoded values, each file compared with its digest."""
        found: dict[str, Any] = {}
        for item in self.result["values"]:
            data = (self.ml / "model" / item["file"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == item["sha256"]
            assert len(data) == item["size"]
            file = io.BytesIO(data)
            found.update(decode(item["format"], item["meta"], file, allow_pickle=True))
        return found

    def text(self, name: str = "stdout") -> str:
        """What a stream wrote."""
        return "".join(
            event["text"]
            for event in self.events
            if event["type"] == "stream" and event["name"] == name
        )

    def kinds(self) -> list[str]:
        """The recorded events, streams with their name."""
        return [
            event["name"] if event["type"] == "stream" else event["type"] for event in self.events
        ]

    def digest_lines(self) -> list[str]:
        start = f"{boot.RESULT_LINE} {NONCE} "
        return [line for line in self.log.splitlines() if line.startswith(start)]


@dataclass
class Job:
    """A job to run in a folder. `manifest` holds what the keywords do not."""

    ml: Path
    parts: Sequence[str | dict[str, Any]]
    inputs: Mapping[str, Any] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    modules: Mapping[str, bytes] = field(default_factory=dict)
    python: str = sys.executable
    env: Mapping[str, str] = field(default_factory=dict)

    def prepare(self) -> dict[str, str]:
        """Writes the channels; returns the environment."""
        channel = self.ml / "input/data/offload"
        for folder in (channel, self.blobs, self.ml / "model", self.ml / "input/config"):
            folder.mkdir(parents=True, exist_ok=True)
        (channel / boot.DRIVER_FILE).write_bytes(driver())
        text = json.dumps(self._manifest()).encode()
        (channel / boot.MANIFEST_FILE).write_bytes(text)
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.ml),
            "LANG": "C.UTF-8",
            "SM_MODEL_DIR": str(self.ml / "model"),
            "SM_OUTPUT_DIR": str(self.ml / "output"),
            "SM_CHANNEL_OFFLOAD": str(channel),
            boot.DRIVER: hashlib.sha256(driver()).hexdigest(),
            boot.MANIFEST: hashlib.sha256(text).hexdigest(),
            boot.NONCE: NONCE,
            **self.env,
        }

    @property
    def blobs(self) -> Path:
        return self.ml / "input/data/offload-inputs"

    def _manifest(self) -> dict[str, Any]:
        encoding = encode(self.inputs)
        assert not encoding.refused, encoding.refused
        inputs = []
        for item in encoding.items:
            stored = self._store(b"".join(item.chunks()))
            entry = {"names": item.names, "format": item.format, "meta": item.meta}
            inputs.append({**entry, **stored})
        parts = [part if isinstance(part, dict) else {"source": part} for part in self.parts]
        return {
            "version": 1,
            "job": "a-job",
            "nonce": NONCE,
            "parts": parts,
            "inputs": inputs,
            "files": [{"path": path, **self._store(data)} for path, data in self.files.items()],
            "modules": [{"path": path, **self._store(data)} for path, data in self.modules.items()],
            **self.manifest,
        }

    def _store(self, data: bytes) -> dict[str, Any]:
        sha256 = hashlib.sha256(data).hexdigest()
        (self.blobs / sha256).write_bytes(data)
        return {"sha256": sha256, "size": len(data)}

    def start(self, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Starts the driver; `env` is what `prepare` gave."""
        return subprocess.Popen(
            [self.python, "-c", boot.BOOT],
            env=dict(env if env is not None else self.prepare()),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.ml,
        )

    def run(self, env: Mapping[str, str] | None = None) -> Ended:
        """Runs the driver to its end."""
        return self.end(self.start(env))

    def end(self, process: subprocess.Popen[bytes]) -> Ended:
        """Waits for a started driver."""
        try:
            log, _ = process.communicate(timeout=60)
        except BaseException:
            process.kill()
            raise
        ended = Ended(self.ml, process.returncode, log.decode())
        result = self.ml / "model/result.json"
        if result.exists():
            ended.result = json.loads(result.read_bytes())
            digest = hashlib.sha256(result.read_bytes()).hexdigest()
            assert ended.digest_lines() == [f"{boot.RESULT_LINE} {NONCE} {digest}"], ended.log
        outputs = self.ml / "model/outputs.jsonl"
        if outputs.exists():
            ended.events = [json.loads(line) for line in outputs.read_text().splitlines()]
        return ended


def stop_when(process: subprocess.Popen[bytes], word: bytes) -> None:
    """Sends SIGTERM as soon as the log has a line that begins with a word."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(word):
            break
    process.send_signal(signal.SIGTERM)
