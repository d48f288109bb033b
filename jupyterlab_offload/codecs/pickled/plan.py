"""Arrays and tensors over one memory: sent once, with each as a view of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..libraries import loaded
from ..memory import Chunk, Section, Span, at_address, pieces
from ..shared import overlapping


class Memory:
    """Bytes `[start, end)` of one device that several holders share."""

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self.device = spans[0].device
        self.start = min(span.start for span in spans)
        self.end = max(span.end for span in spans)
        torch = loaded("torch")
        all_tensors = torch is not None and all(
            isinstance(span.holder, torch.Tensor) for span in spans
        )
        self.kind = "tensor" if all_tensors else "array"

    @property
    def skew(self) -> int:
        """What the address is, modulo 64: elements stay as aligned as they were."""
        return self.start % 64

    def section(self) -> Section:
        """The bytes; views of them on the CPU, blocks from elsewhere."""
        return Section(self.end - self.start, self._blocks)

    def _blocks(self) -> Iterator[Chunk]:
        if self.device == "cpu":
            yield from pieces(at_address(self.start, self.end - self.start))
            return
        from ..tensors import bytes_section

        torch = loaded("torch")
        holder: Any = self.spans[0].holder
        whole = torch.empty(0, dtype=torch.uint8, device=holder.device)
        whole.set_(holder.untyped_storage())
        yield from bytes_section(whole, None).blocks()


class Storage:
    """The torch storage over a Memory; pickled once, so that its tensors have it in common."""

    def __init__(self, memory: Memory, start: int) -> None:
        self.memory = memory
        self.start = start


class Plan:
    """Which objects share memory, by id. Holders stay alive as long as the plan.

    `plains` are the plain arrays under those of a subclass, by the id of these: what stands in
    `spans` for them, and has to stand for them again.
    """

    def __init__(self, spans: list[Span], plains: dict[int, Any]) -> None:
        self.plains = plains
        self.memories: dict[int, Memory] = {}
        self.storages: dict[int, Storage] = {}
        self.bases: dict[int, Any] = {}
        for run in overlapping(spans):
            if any(_holds_objects(span.holder) for span in run):
                self._objects(run)
                continue
            memory = Memory(run)
            storage = Storage(memory, memory.start)
            for span in run:
                self.memories[id(span.holder)] = memory
                self.storages[id(span.holder)] = storage

    def __bool__(self) -> bool:
        return bool(self.memories or self.bases)

    def _objects(self, run: list[Span]) -> None:
        """References cannot be sent as bytes: all become views of the array that owns them."""
        for span in run:
            holder: Any = span.holder
            base = owner_of(holder)
            if base is not holder and base.dtype == holder.dtype:
                self.bases[id(holder)] = base


def _holds_objects(holder: Any) -> bool:
    return bool(getattr(getattr(holder, "dtype", None), "hasobject", False))


def owner_of(array: Any) -> Any:
    """The ndarray whose memory a view shows."""
    numpy = loaded("numpy")
    while isinstance(array.base, numpy.ndarray):
        array = array.base
    return array
