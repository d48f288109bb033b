"""Options with a value among a command's words, and the job that they name."""

from __future__ import annotations

from ..attaching import follow
from ..errors import OffloadError, OptionError
from ..job import Job
from ..options.nearest import did_you_mean
from ..session import Session

_VALUES = {"--job": "JOB", "--backend": "NAME"}
"""What each of them is followed by."""


def chosen(command: str, words: list[str], *options: str) -> tuple[list[str], dict[str, str]]:
    """The words that are none of these options, and what is said behind each of the options.

    Raises OptionError for another option, and for one that is there twice or without its value.
    """
    rest: list[str] = []
    said: dict[str, str] = {}
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if not name.startswith("--"):
            rest.append(word)
            continue
        if name not in options:
            near = did_you_mean(name, options) or "; %offload help lists what there is."
            raise OptionError(f"%offload {command} has no {name}{near}")
        if name in said:
            raise OptionError(f"{name} is there twice.")
        said[name] = value if equals else next(left, "")
        if not said[name]:
            raise OptionError(f"{name} needs a value: {name} {_VALUES[name]}.")
    return rest, said


def one_job(session: Session, command: str, words: list[str]) -> Job:
    """The job that is named, of this kernel or another, or the last. Raises OffloadError."""
    names, said = chosen(command, words, "--backend")
    if len(names) > 1:
        raise OffloadError(f"One job at a time: {names[0]} or {names[1]}?")
    if names:
        return follow(session, names[0], False, said.get("--backend"))
    if said:
        raise OffloadError(f"Name the job too: %offload {command} JOB --backend NAME.")
    return session.last
