"""What has to wait until a module is imported: nothing is imported only to be set up."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any, Callable

_actions: dict[str, list[Callable[[], None]]] = {}


def when_imported(module: str, action: Callable[[], None]) -> None:
    """Runs `action` as soon as somebody has imported the module, before anyone can use it."""
    _actions.setdefault(module, []).append(action)
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


class _Finder(MetaPathFinder):
    """Finds nothing itself: it has others find a module, and its loader tell when it is there."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname not in _actions:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            spec: ModuleSpec | None = None
            if finder is not self and find is not None:
                spec = find(fullname, path, target)
            if spec is not None:
                _tell(spec)
                return spec
        return None


def _tell(spec: ModuleSpec) -> None:
    loader: Any = spec.loader
    load = getattr(loader, "exec_module", None)
    if load is None:
        return

    def exec_module(module: Any) -> None:
        load(module)
        # One loader may serve a whole zip file.
        if module.__name__ == spec.name:
            if vars(loader).get("exec_module") is exec_module:
                del loader.exec_module
            for action in _actions.pop(spec.name, ()):
                _run(action)
            if not _actions and _finder in sys.meta_path:
                sys.meta_path.remove(_finder)

    try:
        loader.exec_module = exec_module
    except (AttributeError, TypeError):  # of Python's own modules, which are always loaded
        return


def _run(action: Callable[[], None]) -> None:
    try:
        action()
    except Exception:  # an import does not fail because an option cannot be set
        return


_finder = _Finder()
