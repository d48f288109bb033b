"""Random generators whose state goes along, and options that were set in libraries."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...codecs import decimal_context, diagram_counts
from .loggers import loggers
from .warned import filters

RANDOM, NUMPY, TORCH, DECIMAL = "@random", "@numpy.random", "@torch", "@decimal"
DIAGRAMS = "@sklearn.diagrams"
PANDAS = "@pandas."
"""Names of inputs that are restored, not bound; the last begins those of pandas' options."""

_WORDS = frozenset(
    """random rand randn randint shuffle choice choices permutation sample seed uniform normal
    manual_seed randperm getrandbits gauss
    """.split()  # noqa: SIM905  # a table of names reads better as words
)
_USE_NUMPY = frozenset(
    "sklearn scipy xgboost lightgbm statsmodels imblearn networkx seaborn".split()  # noqa: SIM905  # as above
)
_USE_RANDOM = frozenset(("networkx",))
"""Libraries that draw from the generators of numpy and of Python without saying so."""

_NUMPY_DEFAULTS: dict[str, object] = {
    "edgeitems": 3,
    "threshold": 1000,
    "floatmode": "maxprec",
    "precision": 8,
    "suppress": False,
    "linewidth": 75,
    "nanstr": "nan",
    "infstr": "inf",
    "sign": "-",
}


_NUMPY_ERRORS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
ERRORS = "seterr"
"""What numpy does about a division by zero and the like, among its options."""


def drawn_from(
    code: Sequence[ast.AST],
    packages: Collection[str],
    modules: Collection[str],
    namespace: Mapping[str, object],
) -> list[str]:
    """The states that the code may draw from or set, given the modules it names: of generators,
    and of what counts like one. The code may be what imports their library first.
    """
    words = _words(code)
    # ``from random import choice as pick``: what the name stands for says it.
    words |= {str(getattr(namespace.get(word), "__name__", "")) for word in words}
    draws = bool(words & _WORDS)
    uses_numpy = draws and not {"numpy", "pandas"}.isdisjoint(packages)
    found = {
        RANDOM: (draws and "random" in modules) or bool(_USE_RANDOM & set(packages)),
        NUMPY: uses_numpy or bool(_USE_NUMPY & set(packages)),
        TORCH: "torch" in packages,
        DECIMAL: "decimal" in modules,
        DIAGRAMS: "sklearn" in packages,
    }
    return [name for name, is_used in found.items() if is_used]


def states(names: Collection[str]) -> dict[str, object]:
    """The states of generators, of those whose library is loaded here."""
    found: dict[str, object] = {}
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if RANDOM in names:
        found[RANDOM] = random.getstate()
    if NUMPY in names and numpy is not None:
        found[NUMPY] = numpy.random.get_state()
    if TORCH in names and torch is not None:
        found[TORCH] = torch.get_rng_state()
    if DECIMAL in names:
        found[DECIMAL] = decimal_context()
    if DIAGRAMS in names and any(diagram_counts().values()):
        found[DIAGRAMS] = diagram_counts()
    return found


def function_options(packages: Collection[str]) -> dict[str, object]:
    """Such options as `functions` finds, by the names that restore them."""
    if "pandas" not in packages:
        return {}
    return {f"{PANDAS}{key}": value for key, value in functions().items()}


def functions() -> dict[str, object]:
    """Options of pandas that are functions, and so travel as values do."""
    pandas = sys.modules.get("pandas")
    changed = {} if pandas is None else _pandas_changed(pandas)
    return {key: value for key, value in changed.items() if callable(value)}


def _words(code: Sequence[ast.AST]) -> set[str]:
    found = set()
    for tree in code:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Name):
                found.add(node.id)
            elif isinstance(node, ast.alias):
                found.add(node.name)
    return found


def options(packages: Collection[str]) -> dict[str, dict[str, object]]:
    """Options that differ from their defaults, of libraries that the cell uses."""
    found: dict[str, dict[str, object]] = {}
    for name, changed in (
        ("pandas", _pandas),
        ("numpy", _numpy),
        ("matplotlib", _matplotlib),
        ("torch", _torch),
    ):
        library = sys.modules.get(name)
        # The library's own ways to show things hold for whatever a cell displays.
        options = changed(library) if library is not None and name in packages else {}
        if options:
            found[name] = options
    logs, warned = loggers(), filters(packages)
    if logs:
        found["logging"] = logs
    if warned:
        found["warnings"] = {"filters": warned}
    return found


def _pandas(pandas: Any) -> dict[str, object]:
    return {key: value for key, value in _pandas_changed(pandas).items() if _is_plain(value)}


def _pandas_changed(pandas: Any) -> dict[str, object]:
    config = getattr(getattr(pandas, "_config", None), "config", None)
    registered = getattr(config, "_registered_options", {})
    # Asking for a deprecated option warns, which nobody here has asked for.
    deprecated = getattr(config, "_deprecated_options", {})
    found = {}
    for key, option in registered.items():
        if key in deprecated:
            continue
        try:
            value = pandas.get_option(key)
        except Exception:  # an option may be deprecated into an error
            continue
        if value != option.defval:
            found[key] = value
    return found


def _numpy(numpy: Any) -> dict[str, object]:
    now = numpy.get_printoptions()
    found: dict[str, object] = {
        key: now[key]
        for key, default in _NUMPY_DEFAULTS.items()
        if now.get(key, default) != default and _is_plain(now[key])
    }
    if numpy.geterr() != _NUMPY_ERRORS:
        found[ERRORS] = numpy.geterr()
    return found


def _matplotlib(matplotlib: Any) -> dict[str, object]:
    defaults = matplotlib.rcParamsDefault
    found = {
        key: value
        for key, value in matplotlib.rcParams.items()
        if not key.startswith("backend") and value != defaults.get(key)
    }
    cycle = found.get("axes.prop_cycle")
    if cycle is not None:  # every style sheet sets one: the colours of lines
        found["axes.prop_cycle"] = cycle.by_key()
    return {key: value for key, value in found.items() if _is_plain(value)}


def _torch(torch: Any) -> dict[str, object]:
    name = str(torch.get_default_dtype()).partition(".")[2]
    return {} if name == "float32" else {"default_dtype": name}


def _is_plain(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    if type(value) is dict:
        return all(type(key) is str and _is_plain(part) for key, part in value.items())
    return value is None or type(value) in (bool, int, float, str)
