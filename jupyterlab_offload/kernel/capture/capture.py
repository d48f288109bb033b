"""Everything that is to travel with a cell, found in the kernel."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...codecs import know
from ...codecs.options import AT_FIRST, Options, State, options, plain
from . import dynamic, environment, files, modules, secrets, state
from .classes import Classes
from .definitions import HIDDEN, Definitions, is_users
from .functions import Functions
from .interactive import to_python
from .names import names_of, python_tree
from .order import Step
from .pickles import by_value
from .setters import imports, libraries, setters
from .trees import Sent, Trees
from .usage import Usage

_NUMERIC = frozenset(("numpy", "torch", "scipy"))
"""Libraries whose operators give back nothing of their operands."""
UNCHANGEABLE = (bool, int, float, complex, str, bytes, type(None))
"""Types whose values no cell can change: a name for one changes only where a cell binds it."""


@dataclass
class Capture:
    """What a job needs, as plain data but for `values`.

    `parts` are the cells in plain Python, line for line. `prelude` runs before them (`order.Step`
    says how); its ``input`` steps name `values`, of which those in `hidden` are the prelude's
    own, and belong to what `owners` names. `untouched` are values that the source is seen not to
    change. `draws` are the generators whose states come back, `states` those that go, by the name
    that restores them, `options` what was set in libraries, of all the `settings` there are, `sets`
    the families of options that the code is seen to set, `packages` the top-level modules to
    have installed, `modules` and `files` what to place below the import folder and the working
    directory. `remarks` and `refusals` are sentences by what they are about: a job with refusals
    is not to be sent.
    """

    parts: list[str]
    usage: Usage
    prelude: list[Step]
    values: dict[str, object]
    hidden: list[str] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    untouched: list[str] = field(default_factory=list)
    draws: list[str] = field(default_factory=list)
    states: dict[str, object] = field(default_factory=dict)
    options: State = field(default_factory=dict)
    settings: Options = AT_FIRST
    sets: frozenset[str] = frozenset()
    packages: list[str] = field(default_factory=list)
    modules: list[Sent] = field(default_factory=list)
    files: list[Sent] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    same_python_minor: bool = False
    remarks: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to run: no job is made."""
        return not any(ast.parse(part).body for part in self.parts)

    @property
    def changeable(self) -> set[str]:
        """The values that the code may change without binding their names."""
        return {
            name
            for name, value in self.values.items()
            if name not in self.untouched and type(value) not in UNCHANGEABLE
        }


def capture(
    source: str | Sequence[str],
    namespace: Mapping[str, object],
    *,
    cell_files_root: Path,
    only: Collection[str] | None = None,
    files_bytes: int = files.MOST_BYTES,
    included: Collection[str] = (),
    allow_secret: bool = False,
) -> Capture:
    """Find what a cell, or several that run one after the other, takes from a namespace.

    `cell_files_root` is the notebook's folder. `only` names the values that travel, and they do
    even where they look like credentials; definitions and imports travel as they are needed.
    Files of `included` travel anyway, others up to `files_bytes` in all; with `allow_secret` so
    does source that holds what looks like a credential. Raises CaptureError where a cell is not
    Python.
    """
    parts = [to_python(part) for part in ([source] if isinstance(source, str) else source)]
    trees = [python_tree(part) for part in parts]
    usage = names_of(trees)
    know(namespace)
    definitions = Definitions(namespace, [Functions(), Classes(), by_value], _attributes(trees))
    for name in wanted_names(usage, namespace, only):
        definitions.want(name)
    settings = options()
    changed = settings.since(AT_FIRST)
    for function in state.functions(changed):
        name = getattr(function, "__name__", "")
        if namespace.get(name) is function:
            definitions.want(name)
    definitions.drain()
    _want_evaluated(definitions, trees)
    found = Capture(parts, usage, definitions.steps(), definitions.values)
    if only is not None:
        _narrow(found, set(only))
    found.hidden = sorted(name for name in found.values if name.startswith(HIDDEN))
    found.untouched = sorted(_untouched(found, definitions))
    found.same_python_minor = definitions.same_python_minor
    found.remarks.update(definitions.remarks)
    found.refusals.update(definitions.refused)
    code = [*trees, *definitions.sources]
    _add_modules(found, definitions, code, cell_files_root)
    placed = files.opened(code, namespace, cell_files_root, Trees(files_bytes), included)
    found.files, found.written = placed.sent, placed.written
    found.remarks.update(placed.remarks)
    found.refusals.update(placed.refusals)
    found.remarks.update(environment.remarks(code, usage))
    found.refusals.update(environment.refusals(code, usage))
    found.owners = definitions.owners
    found.refusals.update(secrets.refusals(found.values, set(only or ()), found.owners))
    if not allow_secret:
        found.refusals.update(secrets.in_source(code, set(only or ())))
        found.refusals.update(_modules_with_secrets(found, included))
    named = set(definitions.modules) | modules.imported_names(code)
    found.draws = state.drawn_from(code, found.packages, named, namespace)
    used = libraries({*found.packages, *imports(code)}, (), namespace)
    found.states = {**state.states(found.draws), **state.live_options(settings, used)}
    found.options, found.settings, found.sets = plain(changed), settings, setters(code)
    return found


def wanted_names(
    usage: Usage, namespace: Mapping[str, object], only: Collection[str] | None = None
) -> list[str]:
    """Names that the cell itself takes from the namespace."""
    wanted = {name for name in usage.reads | set(only or ()) if is_users(name, namespace)}
    wanted |= {name for name in usage.mentions if _is_table(namespace.get(name))}
    return sorted(wanted)


def _is_table(value: object) -> bool:
    library = type(value).__module__.partition(".")[0]
    return library in ("pandas", "polars", "pyarrow") and hasattr(value, "columns")


_TAKE_FORMULAS = ("patsy", "formulaic")


def _want_evaluated(definitions: Definitions, trees: list[ast.Module]) -> None:
    """What strings name, where the cell or what it calls evaluates strings, or takes formulas."""
    code: list[ast.AST] = [*trees, *definitions.sources]
    names = dynamic.names_in_texts(code) if dynamic.evaluates(code) else set()
    if not sys.modules.keys().isdisjoint(_TAKE_FORMULAS):
        for value in definitions.values.values():
            names |= dynamic.names_in_formula(value) if type(value) is str else set()
    definitions.through |= names
    for name in sorted(names):
        definitions.want(name)


def _attributes(trees: list[ast.Module]) -> set[str]:
    return {
        node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def _narrow(found: Capture, only: set[str]) -> None:
    """Keep the values that were asked for, and what the definitions are made with."""
    dropped = {name for name in found.values if name not in only and not name.startswith(HIDDEN)}
    for name in dropped:
        del found.values[name]
    found.prelude = [
        step for step in found.prelude if not dropped.intersection(step.get("names", ()))
    ]


def _modules_with_secrets(found: Capture, included: Collection[str]) -> dict[str, str]:
    return {
        one.path: (
            f"{one.path}, which the cell imports, looks like it holds a credential: it stays here;"
            f" --include {one.path} or --allow-secret sends it"
        )
        for one in found.modules
        if one.path not in included and secrets.is_secret_file(one.source)
    }


def _untouched(found: Capture, definitions: Definitions) -> set[str]:
    usage = found.usage
    seen = set()
    for name, value in found.values.items():
        library = type(value).__module__.partition(".")[0]
        mixed = name in usage.operands and not (
            library in _NUMERIC and not getattr(getattr(value, "dtype", None), "hasobject", False)
        )
        direct = name in usage.reads and name not in usage.touched and not mixed
        if direct and name not in definitions.through:
            seen.add(name)
    return seen


def _add_modules(
    found: Capture, definitions: Definitions, code: Sequence[ast.AST], root: Path
) -> None:
    names = set(definitions.modules) | modules.imported_names(code)
    names |= definitions.homes
    local = modules.local_modules(names, root)
    found.modules = local.sent
    found.remarks.update(local.remarks)
    found.refusals.update(local.refusals)
    found.packages = sorted(local.packages | definitions.packages)
