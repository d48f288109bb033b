"""The process of the cell: prepares, runs, saves, and leaves a draft of the result."""

from __future__ import annotations

import asyncio
import builtins
import json
import os
import sys
import time
import types
from typing import Any, NoReturn

from ..codecs import know
from ..codecs.options import options
from . import clocks, face, failures, requirements, stage, streams, versions, written
from .blobs import Blobs
from .cells import Carried, Cells, remember
from .changes import Before
from .display import figures, formats, hooks, show
from .held import Held
from .inputs import Inputs, digests, origins
from .link import Sender
from .made import Made
from .manifest import Manifest
from .places import Places
from .refusal import SetupError
from .results import Results
from .shell import Shell, get_ipython
from .shell import install as install_shell
from .shell.capture import capturing
from .stopping import Stopped, Stopping


def run(manifest: Manifest, places: Places, sender: Sender, draft_file: str) -> NoReturn:
    """Does the whole work of the child process and ends it."""
    work = Work(manifest, places, sender, draft_file)
    work.run()
    sys.stdout.flush()
    streams.flush_native()
    clocks.end_soon()
    # What libraries want to do at the end of a process, they can; the results are safe.
    raise SystemExit(0)


class Work:
    """One job's run. `ended` and what belongs to it is what the draft will say."""

    def __init__(self, manifest: Manifest, places: Places, sender: Sender, draft_file: str) -> None:
        self._manifest = manifest
        self._places = places
        self._sender = sender
        self._draft_file = draft_file
        self._main = types.ModuleType("__main__")
        self._namespace = vars(self._main)
        self._cells = Cells(self._namespace)
        self._stopping = Stopping(sender, self._save)
        self._results: Results | None = None
        self._draft: dict[str, Any] = {"ended": "interrupted", "timings": {}}
        self._shows_result = False
        self._face: face.Face | None = None

    def run(self) -> None:
        """Prepares, runs the parts, saves."""
        streams.install(self._sender)
        self._stopping.install()
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            self._timed("setup", self._prepare)
            began = time.monotonic()
            try:
                loop.run_until_complete(self._parts())
            finally:
                self._draft["timings"]["run"] = time.monotonic() - began
            self._draft["ended"] = "done"
        except SetupError as error:
            self._refuse("SetupError", str(error))
        except Stopped as error:
            self._raised(error, "interrupted")
        except SystemExit as error:
            self._raised(error, "exited")
            self._draft["exit_code"] = _exit_code(error)
        except Carried as error:
            self._raised(error.args[0], "failed")
        except BaseException as error:
            self._raised(error, "failed")
        if not self._sender.is_mine:
            # A copy that the cell forked came to the cell's end: it has nothing to save.
            sys.stdout.flush()
            sys.stderr.flush()
            streams.flush_native()
            os._exit(int(self._draft.get("exit_code", 0)) & 255)
        if self._stopping.claim():
            self._save()
            # What libraries still say while the process ends belongs to no cell.
            self._sender.send({"type": "over"})

    def _timed(self, name: str, step: Any) -> None:
        began = time.monotonic()
        step()
        self._draft["timings"][name] = time.monotonic() - began

    def _prepare(self) -> None:
        """Everything up to the cell's first line. Raises SetupError."""
        manifest, note = self._manifest, self._sender.note
        blobs = Blobs(self._places.inputs)
        inputs = Inputs(manifest.inputs, blobs, self._namespace)
        inputs.verify()
        stage.prepare(manifest, self._places, blobs)
        requirements.provide(manifest.requirements, self._places.packages, note)
        versions.check(manifest.inputs, "{}.{}".format(*sys.version_info[:2]))
        figures.prepare()
        self._face = face.install(self._sender)
        show.connect(self._sender)
        formats.report = self._not_shown
        builtins.display = show.display  # type: ignore[attr-defined]  # as IPython does
        install_shell(Shell(self._namespace, self._cells.run_within))
        hooks.install(get_ipython, capturing)
        self._namespace["__builtins__"] = __builtins__
        sys.modules["__main__"] = self._main
        for remark in stage.apply_options(manifest.options):
            note(remark)
        self._prelude(inputs)
        know(self._namespace)
        names = [name for name in inputs.names if name in self._namespace]
        watched = [name for name in names if name not in manifest.untouched]
        before = Before(
            dict(self._namespace),
            digests(self._namespace, watched),
            origins(self._namespace, names, watched),
        )
        files = written.snapshot(self._places.work)
        self._results = Results(
            manifest,
            self._places,
            self._namespace,
            before,
            files,
            names,
            self._cells.files,
            Held.of(self._namespace),
            options(),
            made=Made(self._namespace, self._places.work) if len(manifest.parts) > 1 else None,
        )

    def _prelude(self, inputs: Inputs) -> None:
        for number, step in enumerate(self._manifest.prelude):
            if step.get("kind") == "input":
                inputs.bind(list(step.get("names", ())))
                continue
            source, line = str(step["source"]), int(step.get("first_line", 1))
            file = f"<prelude {number + 1}>"
            self._cells.labels[file] = str(step.get("label") or "")
            remember(file, source, line)
            try:
                code = compile("\n" * (line - 1) + source, file, "exec", dont_inherit=True)
                exec(code, self._namespace)
            except Exception as error:
                kind = type(error).__name__
                what = source.strip().split("\n")[0]
                raise SetupError(f"`{what}` fails here: {kind}: {error}") from error
            inputs.bind(())
        inputs.bind_rest()

    async def _parts(self) -> None:
        try:
            await self._run_parts()
        finally:
            if self._results is not None:
                self._results.options_after = options()

    async def _run_parts(self) -> None:
        for number, part in enumerate(self._manifest.parts):
            self._sender.send({"type": "part", "index": number})
            self._draft["part"] = number
            if self._results is not None and self._results.made is not None:
                self._results.made.begin(number)
            try:
                value = await self._cells.run(part, number)
            finally:
                if self._face is not None:
                    self._face.flush()
            if value is not None:
                self._show_result(value)
                self._shows_result = False
            figures.show_open()
            streams.flush_native()

    def _show_result(self, value: object) -> None:
        names = self._namespace
        names["___"], names["__"], names["_"] = names.get("__", ""), names.get("_", ""), value
        self._shows_result = True
        if formats.shows_itself(value):
            return
        data, metadata = formats.bundle(value)
        if data:
            show.publish({"type": "execute_result", "data": data, "metadata": metadata})

    def _refuse(self, kind: str, message: str) -> None:
        self._draft["ended"] = "refused"
        self._draft["error"] = {"type": kind, "message": message}
        self._results = None

    def _raised(self, error: BaseException, ended: str) -> None:
        if self._results is None:
            # Still in the preparation: nothing of the cell has run.
            if ended != "interrupted":
                self._refuse(type(error).__name__, failures.message_of(error))
            return
        self._draft["ended"] = ended
        if ended == "interrupted":
            figures.close_all()
            return
        self._draft["error"] = self._tell(error, "error")
        figures.show_begun()

    def _tell(self, error: BaseException, kind: str, **more: Any) -> dict[str, Any]:
        """Sends an exception as an output; gives its record."""
        record = failures.failure(error, self._cells)
        event = {"type": kind, "ename": record["type"], "evalue": record["message"], **more}
        trace = record["traceback"]
        self._sender.send({**event, "traceback": trace, "log": "\n".join(trace) + "\n"})
        return record

    def _not_shown(self, error: Exception) -> None:
        """As in a notebook, an object that fails to show itself does not end the cell."""
        sys.stdout.flush()
        sys.stderr.flush()
        self._tell(error, "display_error", result=self._shows_result)

    def _save(self) -> None:
        """Writes values, files and the draft. Also called beside a cell that does not end."""
        if self._stopping.raised and self._draft["ended"] == "done":
            # The cell caught the interruption and came to an end: still not all of its work.
            self._draft["ended"] = "interrupted"
        began = time.monotonic()
        if self._results is not None:
            self._draft.update(self._results.save())
        self._draft["timings"]["save"] = time.monotonic() - began
        with open(self._draft_file + ".part", "w", encoding="ascii") as file:
            json.dump(self._draft, file, default=str)
        os.replace(self._draft_file + ".part", self._draft_file)


def _exit_code(error: SystemExit) -> int:
    """As Python itself ends: a text is printed and means 1."""
    if error.code is None:
        return 0
    return error.code if isinstance(error.code, int) else 1
