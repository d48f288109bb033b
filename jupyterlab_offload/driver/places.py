"""Where things are on the instance: /opt/ml, or where the SM_* variables say."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import Mapping

from .boot import DRIVER_FILE, MANIFEST_FILE

OWN = "offload"
"""Our folder in the checkpoint folder, which may also hold the user's checkpoints."""
RESULT_FILE, OUTPUTS_FILE, VALUES, FILES = "result.json", "outputs.jsonl", "values", "files"


@dataclass(frozen=True)
class Places:
    """`results` is what SageMaker uploads when a job ends well or is stopped, `checkpoints` what
    it mirrors all the time; `base` holds the working folder and what is put beside it."""

    channel: str
    inputs: str
    results: str
    checkpoints: str
    failure: str
    base: str

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Places:
        model = env.get("SM_MODEL_DIR") or "/opt/ml/model"
        ml = os.path.dirname(os.path.normpath(model))
        channel = env.get("SM_CHANNEL_OFFLOAD") or os.path.join(ml, "input", "data", "offload")
        return cls(
            channel=channel,
            # Beside the other channel: variables with a hyphen in their name get lost in shells.
            inputs=os.path.join(os.path.dirname(os.path.normpath(channel)), "offload-inputs"),
            results=model,
            checkpoints=os.path.join(ml, "checkpoints", OWN),
            failure=os.path.join(env.get("SM_OUTPUT_DIR") or os.path.join(ml, "output"), "failure"),
            base=_base(ml),
        )

    @property
    def driver(self) -> str:
        return os.path.join(self.channel, DRIVER_FILE)

    @property
    def manifest(self) -> str:
        return os.path.join(self.channel, MANIFEST_FILE)

    @property
    def data(self) -> str:
        """The folder that holds every channel's folder."""
        return os.path.dirname(os.path.normpath(self.channel))

    @property
    def work(self) -> str:
        """The cell's working directory."""
        return os.path.join(self.base, "work")

    @property
    def modules(self) -> str:
        """The notebook's local modules."""
        return os.path.join(self.base, "modules")

    @property
    def packages(self) -> str:
        """What was installed for this job."""
        return os.path.join(self.base, "packages")


def _base(ml: str) -> str:
    """A fresh folder on the volume of the job, which is larger than /tmp."""
    try:
        return tempfile.mkdtemp(prefix="offload-", dir=ml)
    except OSError:
        return tempfile.mkdtemp(prefix="offload-")
