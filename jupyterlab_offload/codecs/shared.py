"""Which memory several arrays share, and which values share anything at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .memory import Span


def overlapping(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Runs of spans over one piece of memory, each run at least two spans of two holders.

    Among `owner` spans overlap is not sharing: a run of them alone is left out, and a run with
    others keeps only the first of them.
    """
    ordered = sorted(_once(spans), key=lambda span: (span.device, span.start, span.end))
    run: list[Span] = []
    end = 0
    for span in ordered:
        if run and (span.device != run[0].device or span.start >= end):
            yield from _shared(run)
            run = []
        end = max(end, span.end) if run else span.end
        run.append(span)
    yield from _shared(run)


def _once(spans: Iterable[Span]) -> list[Span]:
    return list({(id(span.holder), span.start): span for span in spans}.values())


def _shared(run: list[Span]) -> Iterator[list[Span]]:
    owners = [span for span in run if span.owner]
    others = [span for span in run if not span.owner]
    if others and len(others) + len(owners) > 1:
        yield others + owners[:1]


def grouped(
    names: Sequence[str], mutables: Sequence[Iterable[int]], spans: Sequence[list[Span]]
) -> list[list[str]]:
    """Names that have to travel together, in the order of `names`.

    `mutables` are the ids of what can change in each value, `spans` the memory of its arrays.
    """
    parent = list(range(len(names)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def join(one: int, other: int) -> None:
        low, high = sorted((root(one), root(other)))
        parent[high] = low

    first: dict[int, int] = {}
    for index, ids in enumerate(mutables):
        for identity in ids:
            other = first.setdefault(identity, index)
            if other != index:
                join(other, index)
    of_span = {id(span): index for index, found in enumerate(spans) for span in found}
    for run in overlapping(span for found in spans for span in found):
        for span in run[1:]:
            join(of_span[id(run[0])], of_span[id(span)])
    groups: dict[int, list[str]] = {}
    for index, name in enumerate(names):
        groups.setdefault(root(index), []).append(name)
    return list(groups.values())
