"""A matplotlib backend: draws like Agg, and `plt.show()` puts the figures into the output."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from . import figures

_agg: Any = import_module("matplotlib.backends.backend_agg")
_bases: Any = import_module("matplotlib.backend_bases")

FigureCanvas = _agg.FigureCanvasAgg
FigureManager = _bases.FigureManagerBase


def show(*args: Any, **kwargs: Any) -> None:
    """Shows and closes all open figures."""
    figures.show_open()
