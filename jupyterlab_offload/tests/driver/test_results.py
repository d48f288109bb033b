"""What comes back: names bound, changed, deleted, and how they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .payload import Ended

Run = Callable[..., Ended]


def test_names_that_the_run_bound_come_back(run: Run) -> None:
    source = """
for i in range(3):
    last = i
if last == 2:
    branch = "yes"
else:
    other = 1
exec("made = [1]")
from math import *
_private = 4
[inner for inner in "ab"]
del i
"""
    found = run(source, inputs={"n": 1}).values()
    assert found["last"] == 2 and found["branch"] == "yes" and found["made"] == [1]
    assert found["_private"] == 4 and found["pi"] > 3
    assert not {"i", "other", "inner", "n"} & set(found)


def test_imported_names_come_back_as_imports(run: Run) -> None:
    source = "import os.path, json as j\nfrom math import sqrt\nfrom pathlib import Path"
    result = run(source).result
    assert result["modules"] == {"os": "os", "j": "json"}
    assert result["imports"]["sqrt"] == ["math", "sqrt"]
    assert result["imports"]["Path"][1] == "Path"
    assert result["values"] == []


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ([1], "x.append(2)"),
        ({"a": [1]}, "x['a'].append(2)"),
        ({1}, "x.add(2)"),
        (bytearray(b"a"), "x += b'b'"),
    ],
)
def test_changes_in_place_come_back(run: Run, value: Any, source: str) -> None:
    ended = run(source, inputs={"x": value, "y": [1]})
    (item,) = ended.result["values"]
    assert item["names"] == ["x"] and item["changed_in_place"] == ["x"]
    scope = {"x": value}
    exec(source, scope)
    assert ended.values()["x"] == scope["x"]


def test_an_array_changed_in_place_comes_back(run: Run) -> None:
    numpy = pytest.importorskip("numpy")
    ended = run("x[1] = 5.0; total = float(x.sum())", inputs={"x": numpy.zeros(3)})
    assert ended.values()["x"].tolist() == [0, 5, 0] and ended.values()["total"] == 5


def test_what_is_only_read_does_not_come_back(run: Run) -> None:
    ended = run("n = len(x)", inputs={"x": [1, 2]})
    assert ended.values() == {"n": 2}


def test_untouched_inputs_are_not_compared(run: Run) -> None:
    ended = run("x.append(1)", inputs={"x": []}, manifest={"untouched": ["x"]})
    assert ended.result["values"] == []


def test_an_alias_of_an_unchanged_input_costs_nothing(run: Run) -> None:
    result = run("y = x", inputs={"x": [1] * 1000}).result
    assert result["aliases"] == {"y": "x"} and result["values"] == []


def test_values_that_share_come_back_sharing(run: Run) -> None:
    found = run("a = [1]\nb = {'a': a}").values()
    assert found["b"]["a"] is found["a"]


def test_a_new_value_shares_with_an_unchanged_input(run: Run) -> None:
    ended = run("b = {'x': x}", inputs={"x": [1]})
    (item,) = ended.result["values"]
    assert sorted(item["names"]) == ["b", "x"] and item["shared"] == ["x"]
    assert item["changed_in_place"] == []
    found = ended.values()
    assert found["b"]["x"] is found["x"]


def test_inputs_of_one_group_arrive_sharing(run: Run) -> None:
    shared = [1]
    ended = run("same = a is b['a']", inputs={"a": shared, "b": {"a": shared}})
    assert ended.values()["same"] is True


def test_deleted_names_are_told(run: Run) -> None:
    assert run("del x", inputs={"x": 1, "y": 2}).result["deleted"] == ["x"]


def test_a_value_that_cannot_travel_is_named_and_the_others_come(run: Run) -> None:
    ended = run("g = (i for i in 'ab')\ncfg = {'g': g}\nok = 1\nf = open('x', 'w')")
    assert ended.values()["ok"] == 1
    refused = ended.result["refused"]
    assert refused["g"]["kind"] == "generator"
    assert refused["cfg"]["path"] == "cfg['g']"
    assert refused["f"]["kind"] == "open file" and refused["f"]["advice"]


def test_a_class_that_fails_to_pickle_spoils_nothing_else(run: Run) -> None:
    source = """
class Bad:
    def __reduce__(self):
        raise RuntimeError("no")
bad, good = Bad(), 1
"""
    ended = run(source)
    assert ended.values()["good"] == 1
    assert "RuntimeError" in str(ended.result["refused"]) or "no" in str(ended.result["refused"])


def test_wanted_names_narrow_what_comes(run: Run) -> None:
    manifest = {"outputs": {"mode": "names", "names": ["a", "nowhere"]}}
    ended = run("a = 1; b = 2\nx.append(1)", inputs={"x": []}, manifest=manifest)
    assert ended.values() == {"a": 1} and ended.result["missing"] == ["nowhere"]


def test_the_last_value_comes_as_underscore(run: Run) -> None:
    assert run("1 + 1").values() == {"_": 2}
    assert run("x = [1]\nx").values() == {"x": [1]}


def test_parts_share_one_namespace(run: Run) -> None:
    ended = run("a = 1\nprint('one')", "b = a + 1\nprint('two')", "c = a + b")
    assert ended.values() == {"a": 1, "b": 2, "c": 3}
    assert [(event["part"], event.get("text", event["type"])) for event in ended.events] == [
        (0, "one\n"),
        (1, "part"),
        (1, "two\n"),
        (2, "part"),
    ]


def test_each_part_is_known_by_what_it_bound_and_wrote(run: Run) -> None:
    write = "open({0!r}, 'w').write('x' * {1})"
    ended = run(
        f"a, both = 1.5, [1]\n{write.format('a.txt', 1)}\n{write.format('both.txt', 1)}",
        f"def f():\n    pass\nboth = [2]\n{write.format('both.txt', 2)}\n{write.format('big', 2)}",
        "x.append(1)\ng = (i for i in 'ab')",
        inputs={"x": []},
        manifest={"limits": {"files_bytes": 3}},
    )
    result = ended.result
    assert result["made"] == {"a": 0, "both": 1, "f": 1, "g": 2, "_": 1}
    files = [*result["files"], *result["files_left"]]
    assert {one["path"]: one["part"] for one in files} == {"a.txt": 0, "both.txt": 1, "big": 1}
    assert result["part"] == 2


def test_a_single_cell_has_no_parts(run: Run) -> None:
    result = run("a = 1\nopen('a.txt', 'w').write('x')").result
    assert result["made"] == {} and "part" not in result["files"][0]


def test_states_of_generators_come_and_go(run: Run) -> None:
    import random

    generator = random.Random(7)
    ended = run(
        "import random\nx = random.random()",
        inputs={"@random": generator.getstate()},
        manifest={"random_state": ["@random"]},
    )
    found = ended.values()
    assert found["x"] == generator.random()
    assert found["@random"] == generator.getstate()


def test_files_that_the_cell_writes_come_back(run: Run) -> None:
    source = """
import os, pathlib
os.makedirs("out/deep")
pathlib.Path("out/deep/a.txt").write_text("hi")
pathlib.Path("data.csv").write_text("changed")
os.symlink("/etc/passwd", "link")
assert pathlib.Path("same.csv").read_text() == "same"
"""
    ended = run(source, files={"data.csv": b"first", "same.csv": b"same"})
    paths = {item["path"]: ended.ml / "model" / item["file"] for item in ended.result["files"]}
    assert sorted(paths) == ["data.csv", "out/deep/a.txt"]
    assert paths["out/deep/a.txt"].read_text() == "hi"
    assert paths["data.csv"].read_text() == "changed"
    assert [left["path"] for left in ended.result["files_left"]] == ["link"]


def test_more_than_the_limit_of_files_is_left_and_named(run: Run) -> None:
    source = "open('small', 'w').write('x' * 10)\nopen('large', 'w').write('x' * 100)"
    ended = run(source, manifest={"limits": {"files_bytes": 50}})
    assert [item["path"] for item in ended.result["files"]] == ["small"]
    (left,) = ended.result["files_left"]
    assert left["path"] == "large" and left["size"] == 100 and "50 bytes" in left["reason"]


def test_local_modules_are_imported_with_their_data(run: Run) -> None:
    modules = {
        "pkg/__init__.py": b"from .inner import value",
        "pkg/inner.py": b"import pathlib\n"
        b"value = pathlib.Path(__file__).with_name('d.txt').read_text()",
        "pkg/d.txt": b"data",
    }
    assert run("import pkg\nv = pkg.value", modules=modules).values()["v"] == "data"


def test_the_environment_of_the_manifest_is_set(run: Run) -> None:
    ended = run(
        "import os\nx = os.environ['TOKEN_FILE']", manifest={"environment": {"TOKEN_FILE": "y"}}
    )
    assert ended.values()["x"] == "y"


def test_the_prelude_runs_first_and_asks_for_inputs(run: Run) -> None:
    prelude = [
        {"kind": "import", "source": "import json as j", "label": "", "first_line": 1},
        {"kind": "input", "names": ["base"]},
        {"kind": "source", "source": "def f(x=base):\n    return x + 1", "first_line": 4},
    ]
    manifest = {"prelude": prelude}
    ended = run("y = f(); z = j.dumps(y)", inputs={"base": 1, "rest": [2]}, manifest=manifest)
    assert ended.values() == {"y": 2, "z": "2"}
    assert ended.result["definitions"] == [] and ended.result["modules"] == {}


def test_a_prelude_that_fails_refuses_the_job(run: Run) -> None:
    step = {"kind": "import", "source": "import nowhere_at_all"}
    ended = run("print('it ran')", manifest={"prelude": [step]})
    assert ended.status == "refused" and "it ran" not in ended.log
    assert "import nowhere_at_all" in ended.result["reason"]


def test_what_functions_and_classes_of_the_notebook_hold_comes_back_changed(run: Run) -> None:
    source = """
def f(x, seen=[]):
    seen.append(x)
class Model:
    registry = {}
    count = 0
    same = [1]
"""
    prelude = [{"kind": "source", "source": source}]
    cell = "f(1)\nModel.registry['a'] = 1\nModel.count += 1\nf.note = 'new'\ndel_me = 1"
    ended = run(cell, manifest={"prelude": prelude})
    found = ended.values()
    assert found.pop("del_me") == 1
    assert found == {
        "f.__defaults__": ([1],),
        "f.note": "new",
        "Model.registry": {"a": 1},
        "Model.count": 1,
    }
    assert ended.result["definitions"] == []
