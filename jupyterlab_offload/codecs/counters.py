"""Numbers that libraries count on from whenever they show something, over the whole notebook.

scikit-learn gives each diagram of an estimator the next id. Two with one id on a page would be
confused: a click on the second opens the first.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Dict, Iterator

Counts = Dict[str, int]
"""How far each counter is, by ``module:name``."""

_SKLEARN = (
    ("sklearn.utils._repr_html.estimator", ("_CONTAINER_ID_COUNTER", "_ESTIMATOR_ID_COUNTER")),
    ("sklearn.utils._estimator_html_repr", ("_CONTAINER_ID_COUNTER", "_ESTIMATOR_ID_COUNTER")),
)
"""Of scikit-learn 1.7 and newer, and of those before it."""


def diagram_counts() -> Counts:
    """How many diagrams of estimators were shown in this process."""
    found = {}
    for module, names in _SKLEARN:
        for name in names:
            count = getattr(getattr(sys.modules.get(module), name, None), "count", None)
            if type(count) is int:
                found[f"{module}:{name}"] = count
    return found


def set_diagram_counts(counts: Counts) -> None:
    """Go on from there, but never back. Loads the modules; those of another version are passed."""
    for counter, count in _counters(counts):
        counter.count = max(counter.count, count)


def _counters(counts: Counts) -> Iterator[tuple[Any, int]]:
    known = {f"{module}:{name}": (module, name) for module, names in _SKLEARN for name in names}
    for key in known.keys() & counts.keys():
        module, name = known[key]
        try:
            counter = getattr(import_module(module), name, None)
        except ImportError:
            continue
        if type(getattr(counter, "count", None)) is int and type(counts[key]) is int:
            yield counter, counts[key]
