"""One job's life, from its folder to its end, in a process of its own.

Holds the job's lock while it lives and depends on nothing but the disk: the engine may come and
go. Started by the scheduler. What not every job needs, or none before its algorithm has ended, is
imported late: the start is what users wait for.
"""

from __future__ import annotations

import math
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..home import Home
from ..store import jobs
from ..store.buckets import NoSuchBucket
from ..store.db import Database
from ..store.log_index import text_path
from ..store.objects import ObjectStore
from . import cleaning, launch, messages, preparation
from .algorithm import Algorithm, Beside
from .channels import Downloader
from .control import Control
from .endings import MAX_REASON, JobFailed, StopRequested, TimeIsUp
from .init import Command
from .layout import JobFolder
from .output import Output, stream_name
from .plan import Plan
from .script_mode import Script

if TYPE_CHECKING:
    from .checkpoints import Mirror

DEFAULT_MAX_RUNTIME = 86400
"""AWS's default for MaxRuntimeInSeconds."""


class Supervisor:
    """Leads one job through AWS's secondary statuses."""

    def __init__(self, home: Home, name: str, db: Database, control: Control) -> None:
        self._home = home
        self._folder = JobFolder(home.job(name))
        self._plan = Plan.read(self._folder.plan)
        self._db = db
        self._control = control
        self._store = ObjectStore(home, db)
        job = jobs.get(db, name)
        if job is None:
            raise KeyError(name)
        self._job = job
        self._request = job.request
        self._started: float | None = None
        self._mirror: Mirror | None = None
        self._trained = False
        """True once the algorithm was started."""
        self._facts: dict[str, Any] = {}

    def run(self) -> None:
        """Always brings the job to an end."""
        try:
            self._control.look()
            self._control.check()
            self._prepare_and_train()
            # Also a stop that came while the model was uploaded is one.
            self._control.look()
            if self._control.stopping:
                raise StopRequested
            self._end("Completed", messages.COMPLETED, "Completed")
        except StopRequested:
            self._end("Stopped", messages.STOPPED, "Stopped")
        except TimeIsUp:
            self._end("MaxRuntimeExceeded", messages.TIME_IS_UP, "Stopped")
        except JobFailed as error:
            self._fail(str(error))
        except Exception as error:
            import traceback

            self._fail(f"InternalServerError: The local engine failed: {error!r}")
            # stderr is the supervisor's own log.
            traceback.print_exc()

    def _prepare_and_train(self) -> None:
        self._control.sleep(self._plan.delays.get("Starting", 0.0))
        if self._plan.capacity_error is not None:
            raise JobFailed(self._plan.capacity_error)
        self._folder.create(self._request)
        self._started = time.time()
        self._enter("Downloading", messages.DOWNLOADING, started=self._started)
        condition = self._request.get("StoppingCondition", {})
        self._control.limit(condition.get("MaxRuntimeInSeconds", DEFAULT_MAX_RUNTIME))
        self._control.sleep(self._plan.delays.get("Downloading", 0.0))
        stage = self._download(preparation.set_stage(self._folder, self._home, self._plan))
        stream = stream_name(self._job.name, time.time())
        self._log = text_path(self._home, stream)
        output = Output(self._home, stream)
        early: Exception | None = None
        try:
            self._train(stage, output)
        except (StopRequested, TimeIsUp, JobFailed) as error:
            early = error
        finally:
            output.close()
        self._control.unlimit()
        self._collect(text_path(self._home, stream), failed=isinstance(early, JobFailed))
        if early is not None:
            raise early

    def _download(self, stage: preparation.Stage) -> preparation.Stage:
        """Fills the folder: checkpoints, channels, code."""
        check = self._control.check
        downloader = Downloader(self._store, self._plan.region, self._request["RoleArn"], check)
        for channel in self._request.get("InputDataConfig", ()):
            downloader.fetch(channel, self._folder.channel(channel["ChannelName"]))
        checkpoints = self._request.get("CheckpointConfig")
        if checkpoints:
            from .checkpoints import Manners, Mirror

            path = checkpoints.get("LocalPath", preparation.DEFAULT_CHECKPOINTS)
            stage, folder = preparation.place_checkpoints(stage, path)
            manners = Manners(
                self._plan.checkpoint_interval, self._plan.checkpoint_delay, self._plan.non_atomic
            )
            self._mirror = Mirror(checkpoints["S3Uri"], folder, manners)
            self._mirror.restore(self._store, downloader)
        script = self._script()
        if script is not None:
            from .unpacking import Unpacker

            Unpacker(self._store, self._folder, self._plan.max_disk_bytes, check).unpack(
                script.source
            )
        return stage

    def _script(self) -> Script | None:
        if self._request["AlgorithmSpecification"].get("ContainerEntrypoint"):
            return None
        return Script.of(self._request.get("HyperParameters", {}))

    def _train(self, stage: preparation.Stage, output: Output) -> None:
        algorithm = Algorithm(stage, self._plan, self._control, output)
        for text in self._plan.notes:
            output.note(text)
        if stage.sandbox is None:
            output.note(
                f"This job has no /opt/ml of its own ({stage.refusal}): its folder is"
                f" {stage.view.ml}, which SM_MODEL_DIR and its like name."
            )
        layer = self._requirements(algorithm, output)
        command = preparation.command(
            stage, self._request, self._job.arn, self._plan, layer, output.note
        )
        self._enter("Training", messages.TRAINING, private_opt_ml=stage.sandbox is not None)
        self._control.sleep(self._plan.delays.get("Training", 0.0))
        self._trained = True
        try:
            status = algorithm.run(command, self._syncing())
        finally:
            self._facts["exit_code"] = algorithm.status
        if status != 0:
            raise JobFailed(self._reason(status, command, output))

    def _syncing(self) -> Beside | None:
        if self._mirror is None:
            return None
        from .checkpoints import Syncing

        return Syncing(self._home, self._mirror, self._plan.checkpoint_interval)

    def _requirements(self, algorithm: Algorithm, output: Output) -> Path | None:
        requirements = self._folder.code / "requirements.txt"
        if self._script() is None or not requirements.is_file():
            return None
        self._enter("Downloading", messages.IMAGE)
        from .layers import Layers

        layers = Layers(
            self._home.layers,
            self._plan.python,
            self._plan.pip_arguments,
            self._folder,
            algorithm.run,
            self._control.sleep,
        )
        return layers.prepare(requirements, output.note)

    def _reason(self, status: int, command: Command, output: Output) -> str:
        """What AWS would say: the failure file's text, else the toolkit's words for a script."""
        text = cleaning.read_start(self._folder.failure, MAX_REASON * 4)
        if text is None and self._script() is not None:
            said = f'ErrorMessage "{output.last_line}"\nCommand "{" ".join(command.argv)}"'
            text = f"ExecuteUserScriptError:\nExitCode {status}\n{said}"
        text = text or ""
        start, end = "AlgorithmError: ", f", exit code: {status}"
        return start + text[: MAX_REASON - len(start) - len(end)] + end

    def _collect(self, log: Path, failed: bool) -> None:
        """Keeps what AWS would keep of a job whose algorithm has ended. Raises JobFailed."""
        from .metrics import MetricSearch

        if self._mirror is not None:
            try:
                self._mirror.sync(self._store, final=True)
            except (NoSuchBucket, OSError) as error:
                raise JobFailed(f"ClientError: Checkpoint upload failed:{error}") from error
        definitions = self._request["AlgorithmSpecification"].get("MetricDefinitions", ())
        # Beside the upload.
        search = MetricSearch(log, definitions)
        try:
            if self._trained and (not failed or self._plan.upload_on_failure):
                self._upload()
        finally:
            self._facts["metrics"] = search.result()

    def _upload(self) -> None:
        self._enter("Uploading", messages.UPLOADING)
        time.sleep(self._plan.delays.get("Uploading", 0.0))
        from .artifacts import Uploader, is_empty

        uploader = Uploader(self._store, self._request["OutputDataConfig"], self._job.name)
        now = time.time()
        self._facts["artifacts"] = uploader.upload(self._folder.model, "model", "model.tar.gz", now)
        if not is_empty(self._folder.output_data):
            self._facts["output"] = uploader.upload(
                self._folder.output_data, "data", "output.tar.gz", now
            )

    def _enter(self, secondary: str, message: str, **facts: Any) -> None:
        jobs.advance(self._db, self._job.name, secondary, time.time(), message, **facts)

    def _fail(self, reason: str) -> None:
        self._end("Failed", messages.FAILED, "Failed", failure=reason[:MAX_REASON])

    def _end(self, secondary: str, message: str, status: str, **facts: Any) -> None:
        now = time.time()
        if self._started is not None:
            facts["billable"] = max(1, math.ceil(now - self._started))
        jobs.advance(
            self._db,
            self._job.name,
            secondary,
            now,
            message,
            status,
            ended=now,
            **self._facts,
            **facts,
        )


def main(root: str, name: str) -> None:
    """Runs the job ``name`` of the engine whose home is ``root``."""
    os.umask(0o077)
    home = Home(Path(root))
    folder = JobFolder(home.job(name))
    db = Database(home.index_file)
    control = Control(db, name)
    launch.become_reaper()
    # From here on the job counts as begun, and signals are understood.
    folder.pid.write_text(str(os.getpid()), "ascii")
    try:
        Supervisor(home, name, db, control).run()
    finally:
        db.close()
        cleaning.clear(folder)
