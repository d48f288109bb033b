"""Which libraries' options code is seen to set, and which libraries a cell uses.

So that a cell that draws waits for one that chooses the style, as it waits for a variable.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType

from .modules import imported_names

_CALLS: dict[str, tuple[str, ...]] = {
    "pandas": ("set_option", "reset_option", "set_eng_float_format"),
    "numpy": ("set_printoptions", "seterr"),
    "matplotlib": (
        *("rc", "rcdefaults", "rc_file", "rc_file_defaults", "xkcd"),
        *("set_theme", "set_style", "set_context", "set_palette", "set_color_codes"),
        *("reset_defaults", "reset_orig"),
    ),
    "torch": (
        *("set_default_dtype", "set_default_tensor_type", "set_grad_enabled"),
        *("set_printoptions", "use_deterministic_algorithms", "set_float32_matmul_precision"),
    ),
    "sklearn": ("set_config",),
    "polars": ("Config", "set_tbl_rows", "set_tbl_cols", "set_fmt_float", "set_fmt_str_lengths"),
    "altair": ("enable", "disable_max_rows"),
    "logging": ("basicConfig", "setLevel", "addHandler", "removeHandler", "dictConfig"),
    "warnings": ("filterwarnings", "simplefilter", "resetwarnings"),
    "locale": ("setlocale",),
}
"""Functions that set options, by the family (see `codecs.options`) whose options these are."""

_PLACES = {"rcParams": "matplotlib", "options": "pandas", "cudnn": "torch", "pio": "plotly"}
"""What options are assigned to: ``rcParams['x'] = …``, ``pd.options.display.x = …``."""

_METHODS = {
    ("style", "use"): "matplotlib",
    ("rcParams", "update"): "matplotlib",
    ("sns", "set"): "matplotlib",
    ("seaborn", "set"): "matplotlib",
    ("tqdm", "pandas"): "tqdm",
}
"""Words that mean it only behind another one."""

_RESTORING = frozenset(
    """catch_warnings rc_context option_context config_context errstate printoptions context
    no_grad Config set_grad_enabled set_printoptions
    """.split()  # noqa: SIM905  # a table of names reads better as words
)
"""Of ``with``: what is set inside is undone at its end."""

_THROUGH = {
    **dict.fromkeys(
        ("seaborn", "networkx", "statsmodels", "sklearn", "xgboost", "lightgbm"), ("matplotlib",)
    ),
    "pandas": ("tqdm",),
}
"""Libraries that draw with another one's options."""


def setters(code: Iterable[ast.AST]) -> frozenset[str]:
    """The families whose options code is seen to set, and not to set back."""
    return frozenset(family for tree in code for family in _set_in(tree))


def _set_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.With, ast.AsyncWith)):
        words = {_chain(item.context_expr)[-1:] for item in node.items}
        if any(word and word[0] in _RESTORING for word in words):
            return
    if isinstance(node, ast.Call):
        yield from _called(_chain(node.func))
    elif isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, (ast.Attribute, ast.Subscript)):
                yield from (_PLACES[word] for word in _chain(target) if word in _PLACES)
    for child in ast.iter_child_nodes(node):
        yield from _set_in(child)


def _called(words: tuple[str, ...]) -> Iterator[str]:
    last = words[-1:]
    if words[-2:] in _METHODS:
        yield _METHODS[words[-2], words[-1]]
    found = [family for family, calls in _CALLS.items() if last and last[0] in calls]
    # numpy and torch have a function of one name: who is asked decides, if it can be seen.
    torch = words[0] == "torch" if words else False
    yield from found if len(found) < 2 else ["torch" if torch else "numpy"]


def _chain(node: ast.AST) -> tuple[str, ...]:
    """``a.b["c"].d`` as its words: a, b, d."""
    words: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            words.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            break
    return tuple(reversed([*words, node.id] if isinstance(node, ast.Name) else words))


def imports(trees: Iterable[ast.AST]) -> set[str]:
    """Top-level modules that code imports, or calls for by drawing what pandas holds."""
    trees = list(trees)
    found = {name.partition(".")[0] for name in imported_names(trees)}
    nodes = [node for tree in trees for node in ast.walk(tree)]
    if any(isinstance(node, ast.Attribute) and node.attr in _PLOTS for node in nodes):
        found.add(_DRAWN)
    return found


_PLOTS = frozenset(("plot", "hist", "boxplot"))
_DRAWN = "(drawn)"


def libraries(
    imported: Iterable[str], names: Iterable[str], space: Mapping[str, object]
) -> set[str]:
    """Top-level modules that a cell uses: those of `imports` and of the values that it reads.
    Options of others cannot matter to it."""
    found = set(imported)
    for name in names:
        if name in space:
            found.add(_home(space[name]))
    if _DRAWN in found and "pandas" in found:
        found.add("matplotlib")
    found.discard(_DRAWN)
    return found | {other for name in found for other in _THROUGH.get(name, ())}


def _home(value: object) -> str:
    if isinstance(value, ModuleType):
        return value.__name__.partition(".")[0]
    home = getattr(value, "__module__", None) if callable(value) else None
    if not isinstance(home, str):
        home = type(value).__module__
    return str(home).partition(".")[0]
