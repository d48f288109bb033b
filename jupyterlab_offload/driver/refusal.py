"""Why a job ends before the cell runs, or what its end means: one table of exit codes."""

from __future__ import annotations

SUCCESS, FAILED, REFUSED, STOPPED, DEADLINE = 0, 1, 65, 143, 124
"""Exit codes. An exit of the cell's own (`sys.exit(3)`) keeps its code; killed: 128 + signal."""

WORDS = {
    134: "it aborted (SIGABRT), usually an assertion in native code",
    135: "it was ended by a bus error (SIGBUS), often too little shared memory",
    136: "it was ended by an arithmetic error in native code (SIGFPE)",
    137: "it was killed (SIGKILL), most likely because memory ran out",
    139: "it crashed in native code (segmentation fault, SIGSEGV)",
    143: "it was stopped (SIGTERM)",
}


class SetupError(Exception):
    """What was sent does not fit, or this instance lacks something. The message says what to do."""


def words(code: int) -> str:
    """An exit code as what became of the process: ``it ended with exit code 7``."""
    return WORDS.get(code, f"it ended with exit code {code}")
