"""Local modules and packages that travel: outside of Python and of what is installed."""

from __future__ import annotations

import ast
import importlib.util
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.machinery import ModuleSpec
from pathlib import Path

from .trees import Sent, TooMuch, Trees, size_text

MOST_BYTES = 100 << 20
_OURS = frozenset(("__main__", "jupyterlab_offload"))


@dataclass
class Local:
    """What was found: files to send, and the top-level modules that have to be installed."""

    sent: list[Sent] = field(default_factory=list)
    packages: set[str] = field(default_factory=set)
    remarks: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)


def imported_names(trees: Iterable[ast.AST]) -> set[str]:
    """The modules that import statements in code name."""
    found: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
    return found


def local_modules(names: Iterable[str], root: Path) -> Local:
    """Tell local modules from installed ones, and take the local ones with what they import."""
    local = Local()
    trees = Trees(MOST_BYTES)
    pending = sorted({name.partition(".")[0] for name in names if name})
    seen: set[str] = set()
    while pending:
        name = pending.pop()
        if name in seen or name in _OURS:
            continue
        seen.add(name)
        spec = _spec(name, root)
        if spec is None or name in sys.builtin_module_names or name in sys.stdlib_module_names:
            if spec is not None and not _is_standard(name):
                local.packages.add(name)
            continue
        places = _places(spec)
        if not places or any(_is_installed(place) for place in places):
            local.packages.add(name)
            continue
        try:
            sent = [part for place in places for part in _files(place, name, trees)]
        except TooMuch:
            local.refusals[name] = (
                f"the local package {name} is larger than {size_text(MOST_BYTES)}: install it, or "
                f"send the part that is needed with --include"
            )
            continue
        local.sent += sent
        pending += sorted(_imports_of(sent))
        if any(part.path.endswith((".so", ".pyd")) for part in sent):
            local.remarks[name] = f"{name} has compiled modules, made for this machine"
    return local


def _is_standard(name: str) -> bool:
    return name in sys.builtin_module_names or name in sys.stdlib_module_names


def _spec(name: str, root: Path) -> ModuleSpec | None:
    """How a top-level module is found, without importing it."""
    module = sys.modules.get(name)
    if module is not None:
        return getattr(module, "__spec__", None)
    try:
        found = importlib.util.find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return None
    if found is None and (root / f"{name}.py").is_file():
        return importlib.util.spec_from_file_location(name, root / f"{name}.py")
    return found


def _places(spec: ModuleSpec) -> list[Path]:
    if spec.submodule_search_locations:
        return [Path(place) for place in spec.submodule_search_locations]
    if spec.origin and spec.has_location:
        return [Path(spec.origin)]
    return []


def _is_installed(place: Path) -> bool:
    if {"site-packages", "dist-packages"} & set(place.parts):
        return True
    return any(place.resolve().is_relative_to(home) for home in _standard_homes())


@lru_cache(maxsize=1)
def _standard_homes() -> list[Path]:
    paths = sysconfig.get_paths()
    return [Path(paths[key]).resolve() for key in ("stdlib", "platstdlib")]


def _files(place: Path, name: str, trees: Trees) -> list[Sent]:
    if place.is_dir():
        return list(trees.folder(place, name))
    sent = trees.file(place, place.name)
    return [] if sent is None else [sent]


def _imports_of(sent: list[Sent]) -> set[str]:
    found: set[str] = set()
    for part in sent:
        if part.path.endswith(".py"):
            try:
                tree = ast.parse(part.source.read_bytes())
            except (OSError, SyntaxError, ValueError):
                continue
            found |= {name.partition(".")[0] for name in imported_names([tree])}
    return found
