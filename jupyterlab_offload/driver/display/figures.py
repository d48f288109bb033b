"""matplotlib as notebooks use it: figures that are open when a cell ends are shown and closed."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

# Not __package__: see `there`.
BACKEND = f"module://{__name__.rpartition('.')[0]}.figure_backend"


def prepare() -> None:
    """Chooses the backend for a matplotlib that may be imported later."""
    os.environ.setdefault("MPLBACKEND", BACKEND)


def png(value: object) -> bytes | None:
    """The picture of a matplotlib figure as PNG, None for anything else."""
    module = sys.modules.get("matplotlib.figure")
    if module is None or not isinstance(value, module.Figure):
        return None
    figure: Any = value
    if not figure.axes and not figure.lines and not getattr(figure, "texts", None):
        return None
    if figure.canvas is None or not hasattr(figure.canvas, "print_png"):
        sys.modules["matplotlib"].get_backend()
        from importlib import import_module

        import_module("matplotlib.backends.backend_agg").FigureCanvasAgg(figure)
    file = io.BytesIO()
    figure.savefig(
        file,
        format="png",
        bbox_inches="tight",
        facecolor=figure.get_facecolor(),
        edgecolor=figure.get_edgecolor(),
        dpi=figure.dpi,
    )
    return file.getvalue()


def show_open() -> None:
    """Shows every open figure and closes it, as the end of a cell does."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    from .show import display

    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        display(figure, metadata={})
    pyplot.close("all")


def show_begun() -> None:
    """Shows what a cell had drawn before it raised, under its error as a notebook does."""
    try:
        show_open()
    except BaseException:
        # A figure may be what cannot be drawn; and what ends the job meanwhile shall not keep it
        # from saving what it has.
        close_all()


def close_all() -> None:
    """Forgets the open figures."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
