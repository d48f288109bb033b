"""``%time`` and ``%timeit``, with the words of IPython's."""

from __future__ import annotations

import getopt
import math
import shlex
import time
import timeit
from dataclasses import dataclass
from typing import Any, Callable

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "μs"), (1e-9, "ns"))


def duration(seconds: float, precision: int = 3) -> str:
    """A time as people say it: 1min 3s, 12.3 ms."""
    if seconds >= 60.0:
        parts = []
        for suffix, length in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
            value, seconds = divmod(seconds, length)
            if value >= 1:
                parts.append(f"{int(value)}{suffix}")
        return " ".join(parts)
    for scale, unit in _UNITS:
        if seconds >= scale:
            return f"{seconds / scale:.{precision}g} {unit}"
    return f"{seconds * 1e9:.{precision}g} ns"


def timed(work: Callable[[], Any]) -> Any:
    """Runs something and prints how long it took; also when it raises."""
    wall, cpu = time.time(), _cpu()
    try:
        return work()
    finally:
        user, system = (after - before for after, before in zip(_cpu(), cpu))
        print(
            f"CPU times: user {duration(user)}, sys: {duration(system)},"
            f" total: {duration(user + system)}"
        )
        print(f"Wall time: {duration(time.time() - wall)}")


def _cpu() -> tuple[float, float]:
    import resource

    found = resource.getrusage(resource.RUSAGE_SELF)
    return found.ru_utime, found.ru_stime


@dataclass(frozen=True)
class TimeitResult:
    """Seconds per loop of each run."""

    loops: int
    repeat: int
    best: float
    worst: float
    all_runs: list[float]
    precision: int = 3

    @property
    def timings(self) -> list[float]:
        return [run / self.loops for run in self.all_runs]

    @property
    def average(self) -> float:
        return math.fsum(self.timings) / len(self.timings)

    @property
    def stdev(self) -> float:
        mean = self.average
        return math.sqrt(math.fsum((run - mean) ** 2 for run in self.timings) / len(self.timings))

    def __str__(self) -> str:
        runs = "run" if self.repeat == 1 else "runs"
        loops = "loop" if self.loops == 1 else "loops"
        return (
            f"{duration(self.average, self.precision)} ± {duration(self.stdev, self.precision)}"
            f" per loop (mean ± std. dev. of {self.repeat} {runs}, {self.loops:,} {loops} each)"
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(f"<TimeitResult : {self}>")


def timeit_magic(line: str, body: str, namespace: dict[str, Any]) -> TimeitResult | None:
    """``%timeit [-n N] [-r R] [-q] [-o] [-p P] statement``; for a cell, the line is the set-up."""
    options, statement = split(line, "n:r:tcp:qov:")
    setup = "pass"
    if body:
        setup, statement = statement or "pass", body
    timer = timeit.Timer(statement.strip() or "pass", setup, globals=namespace)
    repeat = int(options.get("-r", 7))
    loops = int(options.get("-n", 0)) or timer.autorange()[0]
    runs = timer.repeat(repeat, loops)
    best, worst = min(runs) / loops, max(runs) / loops
    result = TimeitResult(loops, repeat, best, worst, runs, int(options.get("-p", 3)))
    if "-q" not in options:
        if worst > 4 * best > 0:
            print(
                f"The slowest run took {worst / best:.2f} times longer than the fastest. "
                "This could mean that an intermediate result is being cached."
            )
        print(result)
    return result if "-o" in options else None


def split(line: str, letters: str) -> tuple[dict[str, str], str]:
    """Options before a statement, and the statement as it was written."""
    rest = line.strip()
    found: dict[str, str] = {}
    while rest.startswith("-"):
        word, _, after = rest.partition(" ")
        takes = len(word) == 2 and word[1] + ":" in letters
        if takes:
            value, _, after = after.strip().partition(" ")
            word = f"{word} {shlex.quote(value)}"
        try:
            options, others = getopt.getopt(shlex.split(word), letters)
        except getopt.GetoptError:
            break
        if others:
            break
        found.update(options)
        rest = after.strip()
    return found, rest
