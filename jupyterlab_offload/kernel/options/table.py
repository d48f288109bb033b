"""Every option of the magic, once: parser, help, completion and refusals read this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import units


@dataclass(frozen=True)
class Option:
    """`field` is its place in Options; a flag has no `value`; one with `many` may be repeated."""

    name: str
    field: str
    help: str
    value: str = ""
    read: Callable[[str, str], Any] | None = None
    many: bool = False


def _text(option: str, text: str) -> str:
    return text


OPTIONS = (
    Option("--gpu", "gpu", "the cheapest type with that many GPUs", "N", units.count),
    Option("--memory", "memory", "the cheapest type with that much memory", "GIB", units.gib),
    Option("--cpu", "cpu", "the cheapest type with that many vCPUs", "N", units.count),
    Option("--volume", "volume", "size of the job's disk", "GIB", units.disk),
    Option("--warm", "warm", "keep the instance for the next job", "DURATION", units.warm),
    Option("--image", "image", "the container image", "URI", _text),
    Option("--requirements", "requirements", "auto, none or a file", "auto|none|FILE", _text),
    Option("--in", "inputs", "send these names, and only these", "NAMES", units.names),
    Option("--out", "outputs", "bring back these names only", "NAMES", units.names),
    Option("--include", "include", "send this file or folder too", "PATH", _text, True),
    Option("--data", "data", "a channel of data", "NAME=PATH|URI", units.channel, True),
    Option("--max-cost", "max_cost", "the most that the job may cost", "USD", units.dollars),
    Option("--max-runtime", "max_runtime", "the longest it may run", "DURATION", units.seconds),
    Option("--price", "price", "the type's price per hour", "USD", units.dollars),
    Option("--name", "name", "how the job's name begins", "NAME", _text),
    Option("--tag", "tags", "a tag of the job", "NAME=VALUE", units.pair, True),
    Option("--env", "env", "an environment variable", "NAME[=VALUE]", _text, True),
    Option("--allow-secret", "allow_secret", "send a value that looks like a secret"),
    Option("--wait", "wait", "wait for the job"),
    Option("--no-wait", "no_wait", "do not wait for the job"),
    Option("--dry-run", "dry_run", "show the plan and send nothing"),
    Option("--backend", "backend", "where it runs", "NAME", _text),
    Option("--part", "part", "one cell of several in one job", "K/N", units.part),
    Option("--again", "again", "run it although the same job is still running"),
)

LATER = {
    "--count": "several instances",
    "--spot": "spot instances",
    "--tune": "sweeps",
    "--objective": "sweeps",
    "--trials": "sweeps",
    "--parallel": "sweeps",
    "--rehearse": "a rehearsal",
}
"""Options that will come: refused by name, with what they are about."""

MEANT = {
    **dict.fromkeys(("--timeout", "--max-time", "--runtime", "--time"), "--max-runtime"),
    **dict.fromkeys(("--budget", "--cost", "--max-price", "--ceiling"), "--max-cost"),
    **dict.fromkeys(("--mem", "--ram"), "--memory"),
    **dict.fromkeys(("--disk", "--storage"), "--volume"),
    **dict.fromkeys(("--output", "--outputs", "--return"), "--out"),
    **dict.fromkeys(("--input", "--inputs", "--vars"), "--in"),
    **dict.fromkeys(("--file", "--files"), "--include"),
    **dict.fromkeys(("--plan", "--dry"), "--dry-run"),
    **dict.fromkeys(("--async", "--background"), "--no-wait"),
    **dict.fromkeys(
        ("--type", "--instance", "--instance-type"), "the type alone, such as ml.m5.xlarge"
    ),
}
"""Words that other tools have for an option."""

HELP = ("-h", "--help")
"""Instead of all options."""
BY_NAME = {option.name: option for option in OPTIONS}
