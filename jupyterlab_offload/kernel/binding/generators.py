"""States of random generators that come back with a job's values."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from typing import Any

from ...codecs import set_decimal_context, set_diagram_counts
from ..capture.state import DECIMAL, DIAGRAMS, NUMPY, RANDOM, TORCH


def is_state(name: str) -> bool:
    return name in _RESTORE


def restore(name: str, state: Any) -> None:
    """Set a generator to a state; one whose library is not loaded here is left alone."""
    _RESTORE[name](state)


def _numpy(state: Any) -> None:
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.set_state(state)


def _torch(state: Any) -> None:
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_rng_state(state)


def _diagrams(state: Any) -> None:
    if "sklearn" in sys.modules:
        set_diagram_counts(state)


_RESTORE: dict[str, Callable[[Any], None]] = {
    RANDOM: random.setstate,
    NUMPY: _numpy,
    TORCH: _torch,
    DECIMAL: set_decimal_context,
    DIAGRAMS: _diagrams,
}
