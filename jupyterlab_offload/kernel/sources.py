"""``--data``: channels of the job, from S3 or from files of this machine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..spec import Json
from .capture.trees import MOST_FILES
from .errors import OffloadError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")
_OURS = "offload"


@dataclass
class DataSources:
    """`channels` are in S3, as the job's spec has them; `files` are local ones by their path
    below all channels, which begins with the channel's name."""

    channels: list[Json] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)


def data_sources(given: Sequence[tuple[str, str]], root: Path) -> DataSources:
    """What ``--data name=place`` means; local paths begin at `root`. Raises OffloadError."""
    found = DataSources()
    names: dict[str, str] = {}
    for name, place in given:
        _check_name(name, place, names)
        if place.startswith("s3://"):
            if not _BUCKET.fullmatch(place):
                raise OffloadError(f"--data {name}={place}: write it as s3://bucket/folder/.")
            found.channels.append({"name": name, "uri": place})
        elif _SCHEME.match(place):
            raise OffloadError(
                f"--data {name}={place}: data comes from S3 (s3://bucket/folder/) or from a local"
                " file or folder."
            )
        else:
            files = _files(f"--data {name}={place}", root / Path(place).expanduser())
            found.files.update({f"{name}/{path}": source for path, source in files.items()})
    return found


def _check_name(name: str, place: str, names: dict[str, str]) -> None:
    if not _NAME.fullmatch(name):
        raise OffloadError(
            f"--data {name}={place}: a channel's name has letters, digits, dots, hyphens and"
            " underscores, at most 64, such as train."
        )
    if name.lower().startswith(_OURS):
        raise OffloadError(f"--data {name}={place}: names that begin with {_OURS} are taken.")
    # Their variables, SM_CHANNEL_NAME, have capital letters only.
    if name.upper() in names:
        twin = names[name.upper()]
        also = "is there twice" if twin == name else f"and {twin} would share one variable"
        raise OffloadError(f"--data {name} {also}: give each channel a name of its own.")
    names[name.upper()] = name


def _files(option: str, source: Path) -> dict[str, Path]:
    """The files at a path, by their names below it. Links to files are followed."""
    if source.is_file():
        return {source.name: source}
    if not source.is_dir():
        raise OffloadError(f"{option}: there is no such file or folder.")
    found: dict[str, Path] = {}
    for path in sorted(source.rglob("*")):
        if path.is_file():
            found[path.relative_to(source).as_posix()] = path
        if len(found) > MOST_FILES:
            raise OffloadError(
                f"{option} has more than {MOST_FILES:,} files: copy it into S3 once (`aws s3 sync`)"
                " and use --data NAME=s3://bucket/folder/."
            )
    if not found:
        raise OffloadError(f"{option}: there are no files in that folder.")
    return found
