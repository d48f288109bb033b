"""Libraries that show things: made to show them here when they are imported.

IPython's functions need a running shell; without one they print. They are put in this module's
care as soon as their module is loaded, which costs nothing in jobs that never import it.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import sys
import types
from importlib.machinery import ModuleSpec
from typing import Any, Callable, Mapping, Sequence

from . import show, stand_ins

VERSION = (9, 0, 0)
"""The IPython that is stood in for."""
_SHOWN = ("display", "update_display", "publish_display_data", "clear_output")
_STOOD_IN = (
    *("IPython", "IPython.display", "IPython.core", "IPython.lib", "IPython.utils"),
    *("IPython.core.display", "IPython.core.display_functions", "IPython.lib.display"),
    "IPython.utils.capture",
)
"""Where IPython has these: a kernel imports a function from where it says that it lives."""
Patch = Callable[[types.ModuleType], None]


class AfterImport(importlib.abc.MetaPathFinder):
    """Calls a function with a module as soon as it is loaded. First in `sys.meta_path`."""

    def __init__(self, patches: Mapping[str, Patch]) -> None:
        self._patches = dict(patches)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        patch = self._patches.pop(name, None)
        if patch is None:
            return None
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None or not hasattr(spec.loader, "exec_module"):
            return None
        loader: Any = spec.loader
        load = loader.exec_module

        def exec_module(module: types.ModuleType) -> None:
            load(module)
            patch(module)

        try:
            loader.exec_module = exec_module
        except AttributeError:  # a builtin loader; none of ours is
            return None
        return spec


def install(get_ipython: Callable[[], Any], capturing: Callable[..., Any]) -> None:
    """Makes IPython's functions ours when it is imported, or stands in for its display module."""

    def patch_display(module: types.ModuleType) -> None:
        for name in _SHOWN:
            setattr(module, name, getattr(show, name))
        module.DisplayHandle = show.DisplayHandle  # type: ignore[attr-defined]  # patched

    def patch_getipython(module: types.ModuleType) -> None:
        module.get_ipython = get_ipython  # type: ignore[attr-defined]  # patched

    def patch_capture(module: types.ModuleType) -> None:
        module.capture_output = capturing  # type: ignore[attr-defined]  # patched

    patches: dict[str, Patch] = {
        "IPython.utils.capture": patch_capture,
        "IPython.core.display_functions": patch_display,
        "IPython.core.getipython": patch_getipython,
    }
    sys.meta_path.insert(0, AfterImport(patches))
    # Last: asked only where IPython is not installed.
    sys.meta_path.append(StandIn(get_ipython, capturing))


class StandIn(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """``from IPython.display import display, HTML`` in an image without IPython."""

    def __init__(self, get_ipython: Callable[[], Any], capturing: Callable[..., Any]) -> None:
        self._get_ipython = get_ipython
        self._capturing = capturing

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in _STOOD_IN:
            return None
        return ModuleSpec(name, self, is_package=name.count(".") < 2)

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        names: dict[str, Any] = {}
        if module.__name__ == "IPython":
            # What libraries ask for before they use it.
            names = {"version_info": VERSION, "__version__": ".".join(map(str, VERSION))}
            names["get_ipython"] = self._get_ipython
        else:
            names = {name: getattr(stand_ins, name) for name in stand_ins.NAMES}
            names.update({name: getattr(show, name) for name in (*_SHOWN, "DisplayHandle")})
            names["capture_output"] = self._capturing
        vars(module).update(names)
