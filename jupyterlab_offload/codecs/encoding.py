"""Values to bytes: each in the best format, together where they share what can change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import NotTyped, Refusal, Refused
from .memory import Chunk, Section, Span
from .paths import path_to
from .pickled.pickler import Pickled, pickled
from .refuse import check_top
from .shared import grouped, overlapping
from .typed import typed

PICKLE = "pickle"


@dataclass(frozen=True)
class Encoded:
    """One file: a value, or the values of a group.

    `format` is json, npy, safetensors, tree, frame, arrow, sparse or pickle; `meta` is JSON and
    goes back into `decode`. It also says what decoding needs: ``libraries`` (name to version), and
    for a pickle ``python`` and ``same_python_minor``, ``modules`` (top-level, not standard, with
    a version or not), ``main`` (names of ``__main__``). The bytes depend on the values alone, not
    on their names.
    `notes` are sentences for the user about what does not travel.
    """

    names: list[str]
    format: str
    meta: dict[str, Any]
    size: int
    notes: list[str]
    _section: Section = field(repr=False)

    def chunks(self) -> Iterator[Chunk]:
        """The file, `size` bytes in all, as often as wanted; large buffers are not copied.

        The values must not change between `encode` and the last chunk.
        """
        return self._section.blocks()


@dataclass
class Encoding:
    """What `encode` made: files, and for each name that does not travel the reason."""

    items: list[Encoded] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


@dataclass
class _Draft:
    """A value on its own, with what it may share; `kept` keeps its ids from being used again."""

    name: str
    encoded: Encoded
    mutables: dict[int, object]
    spans: list[Span]
    kept: object


def encode(values: Mapping[str, object]) -> Encoding:
    """Put each value into bytes, in the order of `values`; groups stand at their first name."""
    result = Encoding()
    drafts: dict[str, _Draft] = {}
    for name, value in values.items():
        try:
            drafts[name] = _draft(name, value)
        except Refused as refused:
            result.refused[name] = _refusal(name, value, refused)
    for names in _groups(drafts):
        if len(names) == 1:
            result.items.append(drafts[names[0]].encoded)
            continue
        together = tuple(values[name] for name in names)
        try:
            result.items.append(_encoded(names, pickled(together)))
        except Refused as refused:
            for name in names:
                result.refused[name] = _refusal(name, values[name], refused)
    return result


def _draft(name: str, value: object) -> _Draft:
    check_top(value)
    try:
        found = typed(value)
    except NotTyped:
        alone = pickled((value,))
        return _Draft(name, _encoded([name], alone), alone.mutables, alone.spans, alone.kept)
    builder = found.builder
    if any(overlapping(builder.spans)):
        alone = pickled((value,))
        return _Draft(name, _encoded([name], alone), alone.mutables, alone.spans, alone.kept)
    meta = {**found.meta, "names": [name]}
    section = found.section
    encoded = Encoded([name], found.format, meta, section.nbytes, [], section)
    return _Draft(name, encoded, builder.mutables, builder.spans, builder)


def _encoded(names: list[str], made: Pickled) -> Encoded:
    meta = {**made.meta, "names": names}
    return Encoded(names, PICKLE, meta, made.section.nbytes, made.notes, made.section)


def _groups(drafts: dict[str, _Draft]) -> list[list[str]]:
    names = list(drafts)
    mutables = _without_globals([draft.mutables for draft in drafts.values()])
    return grouped(names, mutables, [draft.spans for draft in drafts.values()])


def _without_globals(mutables: list[dict[int, object]]) -> list[list[int]]:
    """Ids that matter: objects that pickle writes as a name of some module are no sharing."""
    seen: set[int] = set()
    shared: dict[int, object] = {}
    for found in mutables:
        for identity in found.keys() & seen:
            shared[identity] = found[identity]
        seen |= found.keys()
    named = {identity for identity, value in shared.items() if _is_global(value)}
    return [[identity for identity in found if identity not in named] for found in mutables]


def _is_global(value: Any) -> bool:
    kind: Any = type(value)
    usual = kind.__reduce__ is object.__reduce__ and kind.__reduce_ex__ is object.__reduce_ex__
    if usual or hasattr(value, "shape"):  # an array would be copied to find out
        return False
    try:
        return isinstance(value.__reduce_ex__(5), str)
    except Exception:  # whatever a class raises here, it is no name of a module
        return False


def _refusal(name: str, value: object, refused: Refused) -> Refusal:
    path = path_to(name, value, refused.offender)
    return Refusal(refused.kind, path, refused.reason, refused.advice)
