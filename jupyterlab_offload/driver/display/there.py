"""Objects that stand in for IPython's: where results go, they become IPython's own."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Not __package__: Python before 3.10 sets that too late for a module in a zip file.
_HERE = __name__.rpartition(".")[0]
HOMES = {f"{_HERE}.show": "IPython.display", f"{_HERE}.stand_ins": "IPython.display"}
"""Modules whose functions and classes are to be imported from IPython instead."""


def rebuilt(module: str, name: str, args: tuple[Any, ...]) -> Any:
    """What a pickled stand-in becomes; without IPython its first argument."""
    try:
        return getattr(import_module(module), name)(*args)
    except (ImportError, AttributeError):
        return args[0]
