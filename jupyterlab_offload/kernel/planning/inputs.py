"""What goes along with cells, a row for each thing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...codecs import Encoded
from ...spec import Json
from ...submit import Plan
from ..options import Options
from ..preparing import Contents, files_of
from ..sources import data_sources

Key = tuple[str, ...]
_STATE = "@"
"""How the names of generators' states begin."""


def there(plan: Plan, absent: Collection[str]) -> dict[Key, bool]:
    """Whether the bucket has a thing already, by its kind and names."""
    manifest = json.loads(plan.manifest)
    digests = {("value", *item["names"]): item["sha256"] for item in manifest["inputs"]}
    for kind, member in (("module", "modules"), ("file", "files"), ("data", "data")):
        digests |= {(kind, one["path"]): one["sha256"] for one in manifest.get(member, ())}
    return {key: digest not in absent for key, digest in digests.items()}


def rows(
    contents: Contents,
    options: Options,
    namespace: Mapping[str, object],
    there: Mapping[Key, bool],
) -> list[Json]:
    """The inputs of a plan (see plan.schema.json), the largest first."""
    captured = contents.captured
    found = [
        _value(item, captured.owners, namespace, there.get(("value", *item.names)))
        for item in contents.encoding.items
    ]
    found += _prelude(captured.prelude)
    modules = {one.path: one.source for one in captured.modules}
    for kind, files in (("module", modules), ("file", files_of(contents, options))):
        for path, source in files.items():
            size = source.stat().st_size
            found.append(_row([path], kind, "file", size=size, there=there.get((kind, path))))
    data = data_sources(options.data, Path.cwd())
    found += [_row([one["name"]], "channel", "s3", remarks=[one["uri"]]) for one in data.channels]
    found += _channels(data.files, there)
    return sorted(found, key=lambda row: -(row["size"] or 0))


def _channels(files: Mapping[str, Path], there: Mapping[Key, bool]) -> Iterator[Json]:
    """A row for each channel of local files; it is there if all of its files are."""
    names = dict.fromkeys(path.partition("/")[0] for path in files)
    for name in names:
        own = {path: one for path, one in files.items() if path.startswith(f"{name}/")}
        known = [there.get(("data", path)) for path in own]
        yield _row(
            [name],
            "channel",
            "file",
            size=sum(one.stat().st_size for one in own.values()),
            there=None if None in known else all(known),
            remarks=[f"{len(own)} file{'s' * (len(own) > 1)}"],
        )


def _value(
    item: Encoded, owners: Mapping[str, str], namespace: Mapping[str, object], there: bool | None
) -> Json:
    plain = [name for name in item.names if not name.startswith(_STATE)]
    held = dict.fromkeys(owners[name] for name in plain if name in owners)
    shown = [name for name in plain if name not in owners]
    types = dict.fromkeys(type(namespace[name]).__name__ for name in shown if name in namespace)
    return _row(
        shown or list(held) or [name.removeprefix(_STATE) for name in item.names],
        "value" if plain else "state",
        item.format,
        type=", ".join(types),
        size=item.size,
        there=there,
        remarks=[*(f"Has what {owner} holds." for owner in held), *item.notes],
    )


def _prelude(steps: Collection[Mapping[str, Any]]) -> Iterator[Json]:
    for step in steps:
        lines = str(step.get("source", "")).strip().splitlines()
        if step["kind"] == "import":
            yield from (_row([line], "import", "source") for line in lines)
        elif step["kind"] == "source":
            yield _row([_headline(lines)], "definition", "source")


def _headline(lines: list[str]) -> str:
    """The line that names what is defined, without decorators."""
    heads = [line for line in lines if line.startswith(("def ", "async def ", "class "))]
    return (heads or lines)[0].rstrip(":")


def _row(
    names: list[str],
    kind: str,
    travels: str,
    *,
    type: str = "",
    size: int | None = None,
    there: bool | None = None,
    remarks: list[str] | None = None,
) -> Json:
    return {
        "names": names,
        "kind": kind,
        "type": type,
        "travels": travels,
        "size": size,
        "there": there,
        "remarks": remarks or [],
    }
