"""Random generators whose state goes along, and options that travel as values do."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence

from ...codecs import decimal_context, diagram_counts, encode
from ...codecs.options import AT_FIRST, Options, State, live

RANDOM, NUMPY, TORCH, DECIMAL = "@random", "@numpy.random", "@torch", "@decimal"
DIAGRAMS = "@sklearn.diagrams"
"""Names of inputs that are restored, not bound."""

_WORDS = frozenset(
    """random rand randn randint shuffle choice choices permutation sample seed uniform normal
    manual_seed randperm getrandbits gauss
    """.split()  # noqa: SIM905  # a table of names reads better as words
)
_USE_NUMPY = frozenset(
    "sklearn scipy xgboost lightgbm statsmodels imblearn networkx seaborn".split()  # noqa: SIM905  # as above
)
_USE_DIAGRAMS = frozenset("sklearn xgboost lightgbm catboost imblearn".split())  # noqa: SIM905  # as above
"""Libraries that show estimators as scikit-learn does."""
_USE_RANDOM = frozenset(("networkx",))
"""Libraries that draw from the generators of numpy and of Python without saying so."""


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
        DIAGRAMS: bool(_USE_DIAGRAMS & set(packages)),
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


def live_options(now: Options, libraries: Collection[str]) -> dict[str, object]:
    """Options of the libraries that the code uses which JSON cannot hold, such as functions, by the
    names that restore them; without those that cannot travel."""
    changed = now.since(AT_FIRST)
    used = {name: changed[name] for name in changed if name in libraries}
    return {name: value for name, value in live(used).items() if not encode({name: value}).refused}


def functions(changed: State) -> Iterator[object]:
    """The functions among such options."""
    for value in live(changed).values():
        yield from value.values() if isinstance(value, dict) else [value]


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
