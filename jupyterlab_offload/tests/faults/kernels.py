"""Real kernels, each a process of its own that can be killed, as a front end speaks to them."""

from __future__ import annotations

import os
import queue
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

NOTEBOOK = "faults.ipynb"
_PATIENCE = 90.0


@dataclass
class Shown:
    """What stands under a cell, as plain text."""

    text: str = ""
    error: str = ""
    data: list[dict[str, Any]] = field(default_factory=list)


class Kernel:
    """A kernel of the notebook NOTEBOOK, with the magics loaded."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._manager = KernelManager(kernel_name="python3")
        env = {**os.environ, "JPY_SESSION_NAME": NOTEBOOK, **environment}
        self._manager.start_kernel(cwd=str(folder), env=env)
        self._client: BlockingKernelClient = self._manager.client()
        self._last_update: dict[str, Any] | None = None
        self._client.start_channels()
        self._client.wait_for_ready(timeout=_PATIENCE)
        self.run("%load_ext jupyterlab_offload")

    def send(self, code: str, cell: str = "") -> str:
        """Ask for a cell to be run, and go on; the id of the request."""
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": True,
            "stop_on_error": False,
        }
        session = self._client.session
        message = session.msg("execute_request", content, metadata={"cellId": cell})
        self._client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def until_data(self, request: str, words: str) -> None:
        """Wait until a cell that runs has shown something with these words."""
        self.shown(request, words)

    def shown(self, request: str, words: str = "") -> Shown:
        """Wait until a cell has run, or has shown these words."""
        found = Shown()
        deadline = time.monotonic() + _PATIENCE
        while True:
            assert time.monotonic() < deadline, f"the cell does not end: {found}"
            try:
                message = self._client.get_iopub_msg(timeout=1.0)
            except queue.Empty:
                continue
            content = message["content"]
            kind = message["header"]["msg_type"]
            if kind == "update_display_data":
                self._last_update = content["data"]
            if message["parent_header"].get("msg_id") != request:
                continue
            if kind == "stream":
                found.text += content["text"]
            elif kind in ("display_data", "update_display_data", "execute_result"):
                found.data.append(content["data"])
                if words and words in content["data"].get("text/plain", ""):
                    return found
            elif kind == "error":
                found.error = f"{content['ename']}: {content['evalue']}"
            elif kind == "status" and content["execution_state"] == "idle":
                return found

    def ask(self, code: str, cell: str = "") -> Shown:
        """Run a cell to its end, whatever comes of it."""
        return self.shown(self.send(code, cell))

    def run(self, code: str, cell: str = "") -> str:
        """Run a cell that must not fail; what it printed."""
        found = self.ask(code, cell)
        assert not found.error, found
        return found.text

    def complete(self, code: str) -> dict[str, str]:
        """What Tab offers at the end of a text, each with what a front end shows beside it."""
        answer = self._client.complete(code, reply=True, timeout=_PATIENCE)
        listed = answer["content"]["metadata"]["_jupyter_types_experimental"]
        return {one["text"]: one["type"] for one in listed}

    def updated(self) -> dict[str, Any]:
        """The last update of a display, whichever cell it stands under."""
        assert self._last_update is not None
        return self._last_update

    def interrupt(self) -> None:
        self._manager.interrupt_kernel()

    @property
    def is_alive(self) -> bool:
        """Whether its process is there."""
        provisioner: Any = self._manager.provisioner
        return bool(provisioner.process is not None and provisioner.process.poll() is None)

    def kill(self) -> None:
        """kill -9; nothing of it is left."""
        provisioner: Any = self._manager.provisioner
        if self._manager.has_kernel and provisioner.pid:
            os.kill(provisioner.pid, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
