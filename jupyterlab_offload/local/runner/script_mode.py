"""Script mode: the SageMaker SDK names a script and an archive with its folder.

The contract is the one of SageMaker's training toolkit: the archive is unpacked into
/opt/ml/code (see unpacking.py), which is the working directory, and the hyperparameters become
arguments.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import hyperparameters
from .endings import JobFailed
from .layout import OPT_ML


@dataclass(frozen=True)
class Script:
    """A script (``program``, relative to the code folder) and where its folder comes from."""

    program: str
    source: str | None
    arguments: tuple[str, ...]

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Script | None:
        """The script that a job's hyperparameters name, or None."""
        decoded = hyperparameters.decode(values)
        program = decoded.get("sagemaker_program")
        if not isinstance(program, str) or not program:
            return None
        source = decoded.get("sagemaker_submit_directory")
        arguments = hyperparameters.arguments(hyperparameters.for_script(decoded))
        return cls(program, str(source) if source else None, tuple(arguments))

    def command(self, code: Path, python: str) -> list[str]:
        """How the toolkit would start the script. Raises JobFailed when it is not there."""
        found = (code / self.program).resolve()
        if found.is_file() and found.is_relative_to(code.resolve()):
            if self.program.endswith(".py"):
                return [python, self.program, *self.arguments]
            line = " ".join(shlex.quote(part) for part in (f"./{self.program}", *self.arguments))
            return ["/bin/sh", "-c", line]
        if (code / "setup.py").is_file():
            return [python, "-m", self.program, *self.arguments]
        raise JobFailed(
            f"ClientError: The script {self.program!r} (sagemaker_program) is not in"
            f" {self.source or f'{OPT_ML}/code'} (sagemaker_submit_directory)."
        )
