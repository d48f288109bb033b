"""A job's outcome into the kernel: imports, definitions, values, generators' states, files."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from types import FunctionType
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from ...codecs import moves_of, update
from ...codecs.options import PREFIX
from ..definitions import define
from ..following.fetching import Fetching
from ..job import Job
from .bind import Binder, Group, Report
from .files import NOT_TRUSTED, Placed, bring_files
from .generators import is_state, restore
from .settings import Taken, take_live
from .snapshot import Snapshot

_WAS = "@was:"
_CLOSURE = "__closure__"
_REGISTRY = "__registry__"
_DEFAULTS = ("__defaults__", "__kwdefaults__")
LAST = "_"
"""The last expression's value: the shell keeps it, it is not a variable of the user's."""


def bind_results(
    shell: InteractiveShell,
    job: Job,
    ours: dict[str, object],
    superseded: frozenset[str],
    by_force: bool = False,
    names: set[str] | None = None,
    placed: Placed | None = None,
    taken: Taken | None = None,
) -> None:
    """Bind what has come; `names` narrows it. What could not be had is in ``job.problems``."""
    snapshot = job.origin.snapshot if job.origin else Snapshot()
    binder = Binder(
        shell.user_ns,
        snapshot,
        ours,
        superseded,
        by_force=by_force or job.origin is None,
        trusts_content=job.waited,
        moves=moves_of(job.outcome.result.get("moved", ())),
        report=job.report or Report(),
    )
    _Results(shell, job, binder, names, placed or Placed(), taken or Taken()).bind()
    job.report = binder.report


class _Results:
    def __init__(
        self,
        shell: InteractiveShell,
        job: Job,
        binder: Binder,
        names: set[str] | None,
        placed: Placed,
        taken: Taken,
    ) -> None:
        self._shell = shell
        self._job = job
        self._binder = binder
        self._names = names
        self._placed = placed
        self._taken = taken
        self._fetching = Fetching(shell, job)
        self._result: Mapping[str, Any] = job.outcome.result
        self._states: dict[str, Any] = {}

    def bind(self) -> None:
        job, result = self._job, self._result
        job.problems.update(
            {name: str(why.get("reason", "")) for name, why in result.get("refused", {}).items()}
        )
        if not job.outcome.trusted:
            self._plain_values()
            return
        for name, module in result.get("modules", {}).items():
            self._import(str(name), str(module), None)
        for name, (module, attribute) in result.get("imports", {}).items():
            self._import(str(name), str(module), str(attribute))
        # A default value may need a variable that comes later, a value its class.
        later = self._define(result.get("definitions", []))
        for group in job.outcome.groups(job.problems, self._fetching.open):
            self._group(group)
        # Imports and values have loaded the libraries, which seed themselves as they load.
        for name, state in self._states.items():
            restore(name, state)
        for item in self._define(later):
            job.problems[str(item["name"])] = "its definition does not run here"
        for alias, name in result.get("aliases", {}).items():
            if name in self._shell.user_ns and self._wants(alias):
                self._set(alias, self._shell.user_ns[name])
        if self._names is None:
            self._binder.deleted(str(name) for name in result.get("deleted", ()))
            bring_files(job, self._fetching, self._placed)
            self._tell_missing()

    def _tell_missing(self) -> None:
        """Names of ``--out`` that the cell, which ran to its end, has not made."""
        if self._result.get("status") != "done":
            return
        for name in self._job.facts.get("wanted") or ():
            if name not in self._shell.user_ns:
                self._job.problems.setdefault(name, "the cell has not made it")

    def _plain_values(self) -> None:
        """Of results that are not trusted: values in typed formats, under ordinary names.

        An import could be of a file that came along, a file could be imported by a later cell.
        """
        result, problems = self._result, self._job.problems
        left = [*result.get("modules", {}), *result.get("imports", {})]
        left += [str(item["name"]) for item in result.get("definitions", ())]
        left += [str(item["path"]) for item in result.get("files", ())]
        problems.update(dict.fromkeys(left, NOT_TRUSTED))
        for group in self._job.outcome.groups(problems, self._fetching.open):
            values = {
                name: value
                for name, value in group.values.items()
                if name.isidentifier() and not name.startswith("_")
                if self._names is None or name in self._names
            }
            self._binder.groups([Group(values, group.in_place, group.shared)])

    def _wants(self, name: str) -> bool:
        return (self._names is None or name in self._names) and self._binder.may_bind(name)

    def _set(self, name: str, value: object) -> None:
        self._shell.user_ns[name] = value
        self._binder.ours[name] = self._binder.report.bound[name] = value

    def _import(self, name: str, module: str, attribute: str | None) -> None:
        """Only of results that are trusted: to import a module is to run it."""
        if not name.isidentifier() or self._has(name, module, attribute):
            return
        if not self._wants(name):
            return
        try:
            found: Any = importlib.import_module(module)
            self._set(name, found if attribute is None else getattr(found, attribute))
        except (ImportError, AttributeError) as error:
            self._job.problems[name] = f"it cannot be imported here: {error}"

    def _has(self, name: str, module: str, attribute: str | None) -> bool:
        """Whether the kernel has imported the same meanwhile: then nothing was changed."""
        found: Any = sys.modules.get(module)
        if found is not None and attribute is not None:
            found = getattr(found, attribute, None)
        return found is not None and self._shell.user_ns.get(name) is found

    def _define(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Run definitions; those that lack a name are given back."""
        later = []
        for item in items:
            name = str(item["name"])
            if not self._wants(name):
                continue
            try:
                define(self._shell, str(item["source"]), int(item["line"]))
            except NameError:
                later.append(item)
                continue
            self._set(name, self._shell.user_ns[name])
        return later

    def _group(self, group: Group) -> None:
        values = dict(group.values)
        if self._names is None:
            self._take_beside(values)
        for name in [name for name in values if "." in name]:
            value = values.pop(name)
            if self._names is None or name.partition(".")[0] in self._names:
                self._set_held(name, value)
        wanted = {
            name: value
            for name, value in values.items()
            if self._names is None or name in self._names
        }
        if wanted:
            self._binder.groups([Group(wanted, group.in_place, group.shared)])

    def _take_beside(self, values: dict[str, object]) -> None:
        """Take out what is no variable: it comes once, and not again with a value asked for."""
        for name in [name for name in values if is_state(name)]:
            self._states[name] = values.pop(name)
        for name in [name for name in values if name.startswith(PREFIX)]:
            take_live(self._job, self._taken, name, values.pop(name))
        for name in [name for name in values if name.startswith(_WAS)]:
            # The cell gave the name to another object; this one may have other names here.
            update(self._binder.snapshot.objects.get(name[len(_WAS) :]), values.pop(name))
        if LAST in values:
            self._job.last_value = values.pop(LAST)
            self._job.has_last_value = True

    def _set_held(self, name: str, value: object) -> None:
        """``f.__defaults__``, ``Model.registry``: what a function or a class of the notebook holds
        since the cell has defined or used it."""
        owner_name, _, attribute = name.partition(".")
        owner = self._shell.user_ns.get(owner_name)
        if not isinstance(owner, (FunctionType, type)) or owner.__module__ != "__main__":
            return
        if attribute.startswith("__") and attribute not in (*_DEFAULTS, _CLOSURE, _REGISTRY):
            return
        defined = {str(item["name"]) for item in self._result.get("definitions", ())}
        if owner_name in defined and self._binder.ours.get(owner_name) is not owner:
            return  # the kernel's own was kept
        if attribute == _CLOSURE:
            return _set_variables(owner, value)
        if attribute == _REGISTRY:
            return _register(owner, value)
        old = getattr(owner, attribute, None)
        if old is None or not update(old, value):
            setattr(owner, attribute, value)


def _set_variables(function: object, variables: object) -> None:
    """Gives a closure the variables that the job's had in the end."""
    if not isinstance(function, FunctionType) or not isinstance(variables, dict):
        return
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        if name in variables and not update(cell.cell_contents, variables[name]):
            cell.cell_contents = variables[name]


def _register(dispatcher: Any, functions: object) -> None:
    """Gives a `functools.singledispatch` function what the job has registered with it."""
    known = getattr(dispatcher, "registry", None)
    if known is None or not isinstance(functions, dict):
        return
    for kind, function in functions.items():
        code = getattr(known.get(kind), "__code__", None)
        if code is None or code != getattr(function, "__code__", None):
            dispatcher.register(kind, function)
