"""The magic's line as options. Whatever is wrong is said at once, with the nearest right word."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from ..errors import OptionError
from .nearest import did_you_mean
from .table import BY_NAME, LATER, MEANT, Option


@dataclass(frozen=True)
class Options:
    """What a line of the magic says; None and empty where it says nothing.

    `max_runtime` and `warm` are seconds, `memory` and `volume` GiB, `max_cost` and `price` US
    dollars, `part` is (K, N). `files_bytes` and `results_bytes` come from defaults alone.
    """

    type: str | None = None
    gpu: int | None = None
    memory: float | None = None
    cpu: int | None = None
    volume: float | None = None
    warm: int | None = None
    image: str | None = None
    requirements: str | None = None
    inputs: tuple[str, ...] | None = None
    outputs: tuple[str, ...] | None = None
    include: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    max_cost: float | None = None
    max_runtime: int | None = None
    price: float | None = None
    name: str | None = None
    tags: tuple[tuple[str, str], ...] = ()
    env: tuple[str, ...] = ()
    allow_secret: bool = False
    wait: bool = False
    no_wait: bool = False
    dry_run: bool = False
    backend: str | None = None
    part: tuple[int, int] | None = None
    again: bool = False
    files_bytes: int | None = None
    results_bytes: int | None = None

    @property
    def stands_alone(self) -> bool:
        """Whether it says nothing but which part it is: what every part but the first must say."""
        return all(
            getattr(self, field.name) == field.default
            for field in fields(self)
            if field.name not in ("part", "wait", "no_wait")
        )


def words(line: str) -> list[str]:
    """The line's words as a shell would split them. Raises OptionError."""
    try:
        return shlex.split(line, comments=True)
    except ValueError as error:
        raise OptionError(f"{line.strip()}: {str(error).lower()}.") from error


def parse(line: str) -> Options:
    """The options of ``%%offload``'s line. Raises OptionError."""
    given: dict[str, Any] = {}
    left = iter(words(line))
    for word in left:
        if word.startswith("-") and len(word) > 1:
            _option(word, left, given)
        elif "type" in given:
            raise OptionError(f"One instance type is enough: {given['type']} or {word}?")
        else:
            given["type"] = word
    _check(given)
    return Options(**given)


def _option(word: str, left: Iterator[str], given: dict[str, Any]) -> None:
    name, equals, value = word.partition("=")
    option = _known(name)
    if option.read is None:
        if equals:
            raise OptionError(f"{name} takes no value.")
        given[option.field] = True
        return
    if not equals:
        found = next(left, None)
        if found is None or (found in BY_NAME and not option.many):
            raise OptionError(f"{name} needs a value: {name} {option.value}.")
        value = found
    read = option.read(name, value)
    if option.many:
        given[option.field] = (*given.get(option.field, ()), read)
    elif option.field in given:
        raise OptionError(f"{name} is there twice.")
    else:
        given[option.field] = read


def _known(name: str) -> Option:
    if name in LATER:
        raise OptionError(f"{name} is not there yet: {LATER[name]} will come in a later version.")
    if name not in BY_NAME:
        if name in MEANT:
            near = f"; did you mean {MEANT[name]}?"
        else:
            near = did_you_mean(name, BY_NAME) or "; %offload help lists them."
        raise OptionError(f"There is no option {name}{near}")
    return BY_NAME[name]


def _check(given: dict[str, Any]) -> None:
    if given.get("wait") and given.get("no_wait"):
        raise OptionError("Either --wait or --no-wait.")
    wanted = [f"--{name}" for name in ("gpu", "memory", "cpu") if name in given]
    if "type" in given and wanted:
        raise OptionError(f"Either a type ({given['type']}) or what it needs ({wanted[0]}).")
    if str(given.get("type", "")).endswith((".py", ".ipynb")):
        raise OptionError(f"{given['type']}: scripts cannot be offloaded yet, only cells.")
