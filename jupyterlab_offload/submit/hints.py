"""Lines of ``%offload`` for messages. They are copied after a while, and into other notebooks: each
names the backend where a kernel could look in another one."""

from __future__ import annotations

from shlex import quote

from .backends import goes_without_saying


def job_line(command: str, job: str, backend: str, *more: str) -> str:
    """The line that does something with one job: ``%offload stop JOB``."""
    return " ".join(["%offload", command, job, *_place(backend), *more])


def get_line(names: tuple[str, ...], job: str, backend: str, newest: bool) -> str:
    """The line that takes values and files of a job, all of them where none is named.

    `newest` says that ``%offload get`` alone would take that job's.
    """
    place = _place(backend)
    whose = [] if newest and not place else ["--job", job]
    return " ".join(["%offload get", *map(quote, names), *whose, *place])


def _place(backend: str) -> list[str]:
    return [] if goes_without_saying(backend) else ["--backend", backend]
