"""What people write in options, as numbers: durations, sizes, dollars, pairs."""

from __future__ import annotations

import math
import re

from ..errors import OptionError

DISK_MOST_GIB, WARM_MOST_SECONDS = 16_384, 3600
"""As spec/job.schema.json has them."""
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?[smhd])+", re.I)
_PIECE = re.compile(r"(\d+(?:\.\d+)?)([smhd])", re.I)
_BYTES = {"": 1 << 20, "kb": 1 << 10, "mb": 1 << 20, "mib": 1 << 20, "gb": 1 << 30, "gib": 1 << 30}
_WORDS = {
    **dict.fromkeys(("1", "yes", "true", "on"), True),
    **dict.fromkeys(("0", "no", "false", "off"), False),
}
_DOLLARS = re.compile(r"\$?(\d+\.?\d*|\.\d+)", re.A)
_GIB = {"": 1.0, "g": 1.0, "gb": 1.0, "gib": 1.0, "t": 1024.0, "tb": 1024.0, "tib": 1024.0}


def seconds(option: str, text: str) -> int:
    """Seconds of ``90``, ``45s``, ``10m``, ``1h30m``, ``1d``. Raises OptionError."""
    if text.isascii() and text.isdigit():
        found = float(text)
    elif _DURATION.fullmatch(text):
        found = sum(float(n) * _SECONDS[unit.lower()] for n, unit in _PIECE.findall(text))
    else:
        raise OptionError(f"{option} {text}: write a duration such as 45s, 10m or 1h30m.")
    if not 1 <= found <= 28 * 86400:
        raise OptionError(f"{option} {text}: a job runs for 1 second to 28 days.")
    return int(found)


def gib(option: str, text: str) -> float:
    """GiB of ``32``, ``32GB``, ``1.5T``. Raises OptionError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?([a-z]*)", text.lower())
    if match is None or match[2] not in _GIB or float(match[1]) <= 0:
        raise OptionError(f"{option} {text}: write a size in GiB such as 32 or 32GB.")
    return float(match[1]) * _GIB[match[2]]


def disk(option: str, text: str) -> float:
    """GiB that an instance's disk may have. Raises OptionError."""
    found = gib(option, text)
    if not 1 <= found <= DISK_MOST_GIB:
        raise OptionError(f"{option} {text}: a disk has 1 to {DISK_MOST_GIB:,} GiB.")
    return found


def warm(option: str, text: str) -> int:
    """Seconds for which an instance may be kept. Raises OptionError."""
    found = seconds(option, text)
    if found > WARM_MOST_SECONDS:
        raise OptionError(f"{option} {text}: an instance is kept for at most 1h.")
    return found


def size(option: str, text: str) -> int:
    """Bytes of ``200`` (MB), ``200MB``, ``1.5GB``, ``0``. Raises OptionError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?([a-z]*)", text.lower())
    if match is None or match[2] not in _BYTES:
        raise OptionError(f"{option} {text}: write a size such as 200MB or 1GB.")
    return int(float(match[1]) * _BYTES[match[2]])


def yes(option: str, text: str) -> bool:
    """``1`` or ``0``, and other words for them. Raises OptionError."""
    word = text.lower()
    if word not in _WORDS:
        raise OptionError(f"{option} {text}: write 1 or 0.")
    return _WORDS[word]


def dollars(option: str, text: str) -> float:
    """US dollars of ``2``, ``1.50``, ``$1.50``; as the front end's field. Raises OptionError."""
    match = _DOLLARS.fullmatch(text)
    found = float(match[1]) if match else math.nan
    if not (math.isfinite(found) and found > 0):
        raise OptionError(f"{option} {text}: write an amount in US dollars such as 1.50.")
    return found


def count(option: str, text: str) -> int:
    """A whole number from 1 on. Raises OptionError."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise OptionError(f"{option} {text}: write a whole number from 1 on.")
    return int(text)


def pair(option: str, text: str) -> tuple[str, str]:
    """Name and value of ``name=value``. Raises OptionError."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise OptionError(f"{option} {text}: write it as name=value, such as team=forecast.")
    return name, value


def channel(option: str, text: str) -> tuple[str, str]:
    """Name and place of ``name=./folder``. Raises OptionError."""
    name, _, place = text.partition("=")
    if not name or not place:
        raise OptionError(
            f"{option} {text}: write it as name=./folder or name=s3://bucket/folder/."
        )
    return name, place


def names(option: str, text: str) -> tuple[str, ...]:
    """The names of ``a,b``. Raises OptionError."""
    found = tuple(word.strip() for word in text.split(",") if word.strip())
    for name in found:
        if not name.isidentifier():
            raise OptionError(f"{option} {text}: {name} is not a variable's name.")
    if not found:
        raise OptionError(f"{option}: write names such as a,b.")
    return found


def part(option: str, text: str) -> tuple[int, int]:
    """K and N of ``K/N``. Raises OptionError."""
    match = re.fullmatch(r"(\d+)/(\d+)", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise OptionError(f"{option} {text}: write which part of how many, such as 1/3.")
    return int(match[1]), int(match[2])
