"""Load a pickle from its container. Only for bytes that are trusted: it runs what they say."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from typing import Any

from ..arrow import SectionFile
from ..box import Box
from ..errors import CodecError
from .rebuild import MODULE, REBUILDERS, loading

_MOVED = {"pathlib._local": "pathlib"}
"""Where one version of Python alone, 3.13, has its classes, and where all others have them."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == MODULE:
            return REBUILDERS[name]
        return super().find_class(_MOVED.get(module, module), name)


def load(box: Box) -> Any:
    """The object of an opened container. Raises CodecError, also for what the classes raise."""
    doc = box.doc
    if not isinstance(doc, dict) or set(doc) != {"stream", "buffers"}:
        raise CodecError("the container holds no pickle")
    stream = io.BufferedReader(SectionFile(box, doc["stream"]), 1 << 20)
    outer, loading.box = loading.box, box
    try:
        value = _Unpickler(stream, buffers=_buffers(box, doc["buffers"])).load()
        box.finish()
        return value
    except CodecError:
        raise
    except Exception as error:
        name = type(error).__name__
        raise CodecError(f"the pickle does not load here: {name}: {error}") from error
    finally:
        loading.box = outer


def _buffers(box: Box, sections: list[int]) -> Iterator[bytearray]:
    for section in sections:
        held = bytearray(box.size(section))
        with memoryview(held) as view:
            box.into(section, view)
        yield held
