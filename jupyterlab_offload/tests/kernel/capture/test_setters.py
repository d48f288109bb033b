"""Which libraries' options a cell is seen to set, and which libraries a cell uses."""

from __future__ import annotations

import ast
import logging
import types

import pytest

from jupyterlab_offload.kernel.capture.setters import imports, libraries, setters


@pytest.mark.parametrize(
    ("source", "families"),
    [
        ("plt.style.use('ggplot')", {"matplotlib"}),
        ("style.use('ggplot')", {"matplotlib"}),
        ("plt.rcParams['a'] = 1", {"matplotlib"}),
        ("rcParams['figure.figsize'][0] = 3", {"matplotlib"}),
        ("mpl.rcParams.update({'a': 1})", {"matplotlib"}),
        ("sns.set_theme()", {"matplotlib"}),
        ("sns.set(style='dark')", {"matplotlib"}),
        ("pd.set_option('display.max_rows', 3)", {"pandas"}),
        ("pd.options.display.max_rows = 3", {"pandas"}),
        ("np.seterr(all='raise')", {"numpy"}),
        ("np.set_printoptions(precision=2)", {"numpy"}),
        ("torch.set_printoptions(precision=2)", {"torch"}),
        ("torch.backends.cudnn.benchmark = True", {"torch"}),
        ("pl.Config.set_tbl_rows(3)", {"polars"}),
        ("sklearn.set_config(display='text')", {"sklearn"}),
        ("warnings.filterwarnings('ignore')", {"warnings"}),
        ("if a:\n    logging.basicConfig()", {"logging"}),
        ("def f():\n    locale.setlocale(0, 'C')", {"locale"}),
        ("a.set(1)", set()),
        ("s.use()", set()),
        ("options = rcParams = 1", set()),
        ("x = plt.rcParams['a'] + pd.options.display.width", set()),
        ("with warnings.catch_warnings():\n    warnings.simplefilter('ignore')", set()),
        ("with plt.style.context('ggplot'), pl.Config():\n    plt.rcParams['a'] = 1", set()),
        ("with open('x') as f:\n    np.seterr(all='raise')", {"numpy"}),
    ],
)
def test_what_a_cell_is_seen_to_set(source: str, families: set[str]) -> None:
    assert setters([ast.parse(source)]) == families


def used(source: str, **namespace: object) -> set[str]:
    return libraries(imports([ast.parse(source)]), namespace, namespace)


def test_a_cell_uses_what_it_imports_and_what_its_values_are_of() -> None:
    plt, df = types.ModuleType("matplotlib.pyplot"), type("F", (), {"__module__": "pandas.core"})()
    assert "matplotlib" in used("", plt=plt)
    assert "polars" in used("import polars as pl\npl")
    assert "torch" in used("def f():\n    from torch.nn import Linear")
    assert "pandas" in used("", df=df)
    assert "logging" in used("", log=logging.getLogger("x"))
    assert used("1 + 1") == set()


def test_drawing_what_pandas_holds_uses_the_library_that_draws() -> None:
    df = type("F", (), {"__module__": "pandas.core"})()
    assert "matplotlib" in used("df.plot()", df=df)
    assert "matplotlib" not in used("df.sum()", df=df)
    assert "matplotlib" not in used("a.plot()", a=[1])
    assert "matplotlib" in used("import seaborn")
