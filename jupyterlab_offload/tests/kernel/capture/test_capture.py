"""A whole capture: values, what is left alone, what is refused, what is remarked."""

from __future__ import annotations

import json
import logging
import sys
import time
import tracemalloc
import types
import warnings

import pytest

from jupyterlab_offload.kernel.capture import CaptureError


def test_only_what_the_cell_uses_travels(notebook):
    notebook.run("a = 1\nb = [2]\nc = 3\ndef f(): return b\nbig = 'x'")
    found = notebook.capture("y = a + f()[0]")
    assert found.values == {"a": 1, "b": [2]}
    assert found.values["b"] is notebook.shell.user_ns["b"]


def test_everything_but_the_values_is_plain_data(notebook):
    notebook.run("import math\nk = [1]\ndef f(x=k): return math.pi")
    found = notebook.capture("f()")
    assert json.loads(json.dumps(found.prelude)) == found.prelude
    assert set(found.hidden) == set(found.values) - {"k"}


def test_values_that_are_only_looked_at_are_untouched(notebook):
    notebook.run("import numpy as np\na = [1]\nb = [2]\nc = [3]\nd = [4]\nx = np.ones(3)")
    notebook.run("def f(): return d")
    found = notebook.capture(
        "print(a, len(b)); c.append(a[0]); f(); print(d); y = x @ x; z = b + c"
    )
    assert set(found.untouched) == {"x"}
    assert set(notebook.capture("print(a, len(b))").untouched) == {"a", "b"}


def test_only_narrows_the_values_and_names_more(notebook):
    notebook.run("a = [1]\nb = [2]\nc = [3]\ndef f(): return a, b")
    found = notebook.capture("f()", only=["b", "c"])
    assert set(found.values) == {"b", "c"}
    assert "def f()" in json.dumps(found.prelude)


def test_tables_that_a_query_names_travel(notebook):
    notebook.run("import pandas as pd\ndf = pd.DataFrame({'a': [1]})\nlimit = 3\nx = 5")
    found = notebook.capture("r = duckdb.sql('select x from df'); df.query('a < @limit')")
    assert set(found.values) == {"df", "limit"}


def test_what_a_formula_names_travels_also_where_it_was_written_before(notebook, monkeypatch):
    monkeypatch.setitem(sys.modules, "patsy", types.ModuleType("patsy"))
    notebook.run("def own(v): return v\nscale, formula = 2, 'y ~ own(x) + I(scale * x)'")
    notebook.run("def fit(data): return model('z ~ near(y)', data)\ndef near(v): return v\nz = 1")
    notebook.run("model, data = print, 0")
    found = notebook.capture("model(formula, data)\nfit(data)")
    assert {"scale", "formula", "z"} <= set(found.values)
    prelude = json.dumps(found.prelude)
    assert all(f"def {name}(" in prelude for name in ("own", "near", "fit"))


def test_names_that_are_not_there_are_left_to_fail_as_they_would(notebook):
    found = notebook.capture("print(undefined)")
    assert found.values == {} and found.refusals == {}


def test_what_every_notebook_has_does_not_travel(notebook):
    found = notebook.capture("get_ipython(); display(1); open('x'); __name__; exit")
    assert found.values == {} and found.prelude == []


def test_a_name_of_ipython_that_the_user_took_travels(notebook):
    notebook.run("def display(x): return x")
    assert "def display" in json.dumps(notebook.capture("display(1)").prelude)


def test_planning_costs_the_same_in_a_large_kernel(notebook):
    notebook.run("import math\na = [1]\ndef f(): return math.pi, a")
    small = _best(lambda: notebook.capture("f()"))
    notebook.shell.user_ns.update({f"name_{n}": [n] for n in range(5_000)})
    assert _best(lambda: notebook.capture("f()")) < small * 3 + 0.01


def test_a_long_plain_list_is_not_copied(notebook):
    notebook.run("xs = list(range(3_000_000))")
    tracemalloc.start()
    notebook.capture("len(xs)")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20


def _best(work) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def test_the_last_result_travels_by_its_name(notebook):
    notebook.run("41 + 1")
    assert notebook.capture("y = _ + 1").values == {"_": 42}


@pytest.mark.parametrize("cell", ["", "\n\n", "# nothing\n", "  # nothing"])
def test_a_cell_without_statements_is_empty(notebook, cell):
    assert notebook.capture(cell).empty
    assert not notebook.capture("1").empty


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("x = = 1", 1),
        ("a = 1\nif a\n    b", 2),
        ("\n\nreturn 3", 3),
        ("x = 'a\n", 1),
        ("!ls\nx = (", 2),
        ("for x in y:\n    break\nbreak", 3),
        ("nonlocal x", 1),
        ("x = 1\n\0", None),
    ],
)
def test_what_is_not_python_says_where(notebook, cell, line):
    with pytest.raises(CaptureError) as caught:
        notebook.capture(cell)
    assert line is None or caught.value.line == line


@pytest.mark.parametrize(
    "cell",
    [
        "\n\nx = 1\n\n!ls \\\n  -l\ny = 2\n",
        "a = 1\n%time b = \\\n  2\nc = 3",
        "x = !ls\ny = 1",
        "%%time\nx = 1",
        "if True:\n    !ls\nz = 1",
        "s = '''\n!not a command\n'''\nt = 1\n%matplotlib inline\nu = 2",
    ],
)
def test_ipython_syntax_becomes_python_on_the_same_lines(notebook, cell):
    (part,) = notebook.capture(cell).parts
    compile(part, "cell", "exec")
    plain = {
        line: number
        for number, line in enumerate(cell.splitlines())
        if line[:1].isalpha() and "!" not in line
    }
    made = part.splitlines()
    assert not cell.startswith("%%") or "run_cell_magic" in part
    for line, number in plain.items():
        assert cell.startswith("%%") or made[number] == line


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("x = input('?')", "input"),
        ("from getpass import getpass\ngetpass()", "getpass"),
        ("import getpass\ngetpass.getpass()", "getpass"),
        ("%cd /tmp", "%cd"),
        ("%%bash\nls", "%%bash"),
        ("x?", "?"),
        ("%pip install x", "%pip"),
        ("%%writefile a\nb", "%%writefile"),
    ],
)
def test_what_cannot_work_is_refused_by_name(notebook, cell, name):
    found = notebook.capture(cell)
    assert list(found.refusals) == [name]
    assert "\n" not in found.refusals[name]


@pytest.mark.parametrize(
    "cell",
    ["%time x = 1", "%timeit 1", "%%time\n1", "%%capture\n1", "%matplotlib inline", "!ls {1}"],
)
def test_magics_that_a_job_has_are_not_refused(notebook, cell):
    assert notebook.capture(cell).refusals == {}


@pytest.mark.parametrize(
    ("cell", "about"),
    [
        ("import os\nos.environ['MY_TOKEN']", "MY_TOKEN"),
        ("import os\nos.getenv('LEVEL', '1')", "LEVEL"),
        ("from os import environ\nenviron.get('LEVEL')", "LEVEL"),
        ("p = '/opt/ml/input/data'", "/opt/ml/input/data"),
        ("eval(s)", "eval() of a computed string"),
        ("d = globals()", "globals()"),
    ],
)
def test_what_may_differ_is_remarked(notebook, cell, about):
    found = notebook.capture(cell)
    assert list(found.remarks) == [about] and not found.refusals


def test_an_environment_variable_that_a_function_reads_is_remarked(notebook):
    notebook.run("import os\ndef f(): return os.environ['LEVEL']")
    assert "--env LEVEL" in notebook.capture("f()").remarks["LEVEL"]


def test_a_variable_that_is_set_by_the_cell_or_is_everywhere_is_not(notebook):
    assert not notebook.capture("import os\nos.environ['X'] = '1'; os.environ['HOME']").remarks


def test_installed_packages_are_named(notebook):
    notebook.run("import numpy as np\nfrom sklearn.linear_model import LinearRegression as L")
    notebook.run("m = L()\ndef f():\n    import pandas\n    return np.ones(1)")
    assert notebook.capture("m, f(), L").packages == ["numpy", "pandas", "sklearn"]


def test_generators_travel_when_they_are_drawn_from(notebook):
    notebook.run("import random, numpy as np, math\nfrom sklearn.model_selection import KFold as K")
    assert set(notebook.capture("random.shuffle([1])").states) == {"@random"}
    assert set(notebook.capture("np.random.rand(3)").states) == {"@numpy.random"}
    assert set(notebook.capture("K(3)").draws) == {"@numpy.random", "@sklearn.diagrams"}
    assert set(notebook.capture("math.sqrt(2) + np.ones(1)").states) == set()


def test_a_generator_that_the_cell_is_first_to_load_comes_back(notebook, monkeypatch):
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    found = notebook.capture("import numpy\nnumpy.random.seed(1)")
    assert found.draws == ["@numpy.random"] and not found.states


def test_options_that_were_changed_travel(notebook):
    notebook.run("import pandas as pd, numpy as np\npd.set_option('display.max_rows', 7)")
    notebook.run("np.set_printoptions(precision=3)")
    try:
        found = notebook.capture("pd.DataFrame(), np.ones(3)").options
    finally:
        notebook.run("pd.reset_option('display.max_rows')\nnp.set_printoptions(precision=8)")
    assert found["pandas"] == {"display.max_rows": 7} and found["numpy"] == {"precision": 3}
    assert not {"pandas", "numpy"} & set(notebook.capture("pd.DataFrame()").options)


def test_how_logging_and_warnings_were_set_up_travels(notebook):
    notebook.run("import logging, warnings, sys\nlog = logging.getLogger('test.mine')")
    notebook.run("log.setLevel('DEBUG')\nlog.addHandler(logging.StreamHandler(sys.__stderr__))")
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="hush", category=UserWarning)
            found = notebook.capture("log.debug('x')").options
    finally:
        logging.getLogger("test.mine").handlers.clear()
    about = found["logging"]["test.mine"]
    assert about["level"] == logging.DEBUG
    assert about["handlers"] == [{"stream": "stderr", "level": 0}]
    first = found["warnings"]["filters"][0]
    assert first["message"] == "hush" and first["category"] == ["builtins", "UserWarning"]


def test_an_option_that_is_a_function_travels_as_a_value(notebook):
    notebook.run("import pandas as pd\ndef money(v): return f'${v}'")
    notebook.run("pd.options.display.float_format = money")
    try:
        found = notebook.capture("pd.DataFrame()")
    finally:
        notebook.run("pd.reset_option('display.float_format')")
    assert "@option.pandas.display.float_format" in found.states
    assert any("def money" in step.get("source", "") for step in found.prelude)


def test_code_without_a_source_is_said(notebook):
    # A name and a value of its own: any cell that compiles to the same code would be its source.
    notebook.run("exec(compile('def f(): return \\'of no cell\\'', '<nothing has this>', 'exec'))")
    found = notebook.capture("f()")
    assert found.same_python_minor and "no source" in found.remarks["f"]


def test_a_typed_dict_has_a_source(notebook):
    notebook.run("from typing import TypedDict\nclass T(TypedDict):\n    a: int")
    assert not notebook.capture("T(a=1)").same_python_minor
