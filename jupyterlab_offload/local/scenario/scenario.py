"""The scenario in force: what the engine's parts ask before they answer or act."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from ..protocol.errors import AWSError
from ..protocol.exchange import CutConnection
from .document import Document, Fault
from .instance_types import ANY

PHASES = ("Starting", "Downloading", "Training", "Uploading")
OWN_SERVICE = "offload"
"""The engine's own calls: without faults, so that a scenario can always be taken back."""


class Scenario:
    """A document with the state that its faults need. Without a document: AWS on a good day.

    The engine replaces the whole object when the scenario changes, so parts read
    ``engine.scenario`` each time and never keep it.
    """

    def __init__(
        self,
        document: Document | None = None,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self.document = document or Document()
        self._sleep = sleep
        self._random = random.Random(self.document.seed)
        self._left = [fault.count for fault in self.document.faults]
        self._by_operation: dict[tuple[str, str], tuple[int, ...]] = {}

    @property
    def name(self) -> str:
        return self.document.name

    async def before(self, service: str, operation: str) -> bool:
        """Called for each authorised request. True: carry the operation out, but cut the answer.

        Waits for a fault's latency. Raises AWSError for its error and CutConnection when the
        request is to be lost.
        """
        if not self.document.faults or service == OWN_SERVICE:
            return False
        for index in self._matching(service, operation):
            fault = self.document.faults[index]
            if not self._fires(index, fault):
                continue
            if fault.latency:
                await self._sleep(fault.latency)
            if fault.cut == "request":
                raise CutConnection(f"{service}:{operation}")
            if fault.cut == "answer":
                return True
            if fault.error is not None:
                raise AWSError(fault.error.code, fault.error.message, fault.error.status)
        return False

    def quota(self, instance_type: str) -> int | None:
        """How many instances of a type may be in use at once; None: as many as one likes."""
        quotas = self.document.quotas
        return quotas.get(instance_type, quotas.get(ANY))

    def capacity_error(self, instance_type: str) -> str | None:
        """The FailureReason of a job that asks for this type, when there is none to be had."""
        errors = self.document.capacity_errors
        return errors.get(instance_type, errors.get(ANY))

    def delay(self, phase: str) -> float:
        """Seconds that a job spends in a phase (one of PHASES) before it does its work there."""
        return self.document.delays.get(phase, 0.0)

    @property
    def log_delay(self) -> float:
        """Seconds until a log line can be read."""
        return self.document.log_delay

    @property
    def search_delay(self) -> float:
        """Seconds until Search and the lists know of a new job."""
        return self.document.search_delay

    @property
    def checkpoint_delay(self) -> float:
        """Seconds between a change in the checkpoint folder and its upload."""
        return self.document.checkpoint_delay

    @property
    def non_atomic(self) -> bool:
        """Checkpoint files are also uploaded while they are being written."""
        return self.document.non_atomic

    @property
    def upload_on_failure(self) -> bool:
        """A failed job's model folder is uploaded, which AWS does not promise."""
        return self.document.upload_on_failure

    def _matching(self, service: str, operation: str) -> tuple[int, ...]:
        key = (service, operation)
        found = self._by_operation.get(key)
        if found is None:
            faults = enumerate(self.document.faults)
            found = tuple(index for index, fault in faults if fault.concerns(service, operation))
            self._by_operation[key] = found
        return found

    def _fires(self, index: int, fault: Fault) -> bool:
        left = self._left[index]
        if left == 0 or (fault.share < 1.0 and self._random.random() >= fault.share):
            return False
        if left is not None:
            self._left[index] = left - 1
        return True
