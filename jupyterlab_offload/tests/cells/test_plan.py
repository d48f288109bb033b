"""A plan says what a cell would take, where it would run and what that costs; it sends nothing."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from jupyterlab_offload.kernel.extension import session
from jupyterlab_offload.kernel.planning.ask import MIME
from jupyterlab_offload.kernel.planning.table import bundle
from jupyterlab_offload.spec.documents import schema
from jupyterlab_offload.spec.schema import check

from .notebook import NotebookShell

pytestmark = pytest.mark.slow


def plan(shell: NotebookShell, *arguments: Any) -> Any:
    """As a front end asks for it."""
    written = ", ".join(json.dumps(one) for one in arguments)
    call = f"__import__('jupyterlab_offload').plan({written})"
    answer = shell.user_expressions({"plan": call})["plan"]
    assert answer["status"] == "ok", answer
    found = answer["data"][MIME]
    check(schema("plan"), json.loads(json.dumps(found)), "plan")
    return found


def rows(found: Any) -> dict[str, Any]:
    return {name: row for row in found["inputs"] for name in row["names"]}


def test_it_says_what_goes_and_what_comes_back(shell: NotebookShell) -> None:
    shell.run("import math\ndata = list(range(10))\ndef half(x):\n    return x / 2")
    found = plan(shell, ["total = math.fsum(map(half, data))\ndata.append(total)"], "m5.xlarge")
    assert found["sendable"] and found["problems"] == []
    about = rows(found)
    assert about["data"]["kind"] == "value" and about["data"]["type"] == "list"
    assert about["data"]["there"] is False and about["data"]["size"] == found["new_size"]
    assert about["import math"]["kind"] == "import"
    assert about["def half(x)"]["kind"] == "definition"
    assert found["outputs"] == {"names": ["data", "total"], "others": False}
    assert "no job yet" in shell.run("%offload jobs").text()


def test_inputs_that_no_cell_can_change_do_not_come_back(shell: NotebookShell) -> None:
    shell.run("numbers, rate = [1, 2], 1.5\nlabel, one, two = 'a', 1, 2\nkept = [3]")
    found = plan(shell, ["t = sum(numbers) * rate + one + two\nprint(label)\nkept += [t]"])
    assert found["outputs"]["names"] == ["kept", "t"]
    assert {"rate", "label", "one", "two"} <= set(rows(found))


def test_it_says_what_the_bucket_has_already(shell: NotebookShell) -> None:
    shell.run("data = [1, 2, 3, 'sent before']")
    assert shell.run("%%offload\nprint(data)").error is None
    found = plan(shell, ["print(data)\nprint(1)"])
    assert rows(found)["data"]["there"] is True and found["new_size"] == 0


def test_it_says_what_it_costs(shell: NotebookShell) -> None:
    found = plan(shell, ["x = 1"], "ml.m5.xlarge --max-cost 0.10", ["cell-a"])
    cost = found["cost"]
    assert cost["worst_case"] <= 0.10 and found["limits"]["by_cost"]
    assert cost["expected"] is None and found["limits"]["enough"] is None
    low = plan(shell, ["x = 1"], "ml.m5.xlarge --max-cost 0.00001", ["cell-a"])
    assert low["limits"]["enough"] > low["cost"]["worst_case"] > 0.00001
    assert found["instance"] == found["request"]["ResourceConfig"]["InstanceType"]
    priced = {one["name"]: one["per_hour"] for one in found["types"]}
    assert priced["ml.m5.xlarge"] == cost["per_hour"] > 0
    assert found["cheapest"] == next(o["name"] for o in found["types"] if o["fits"])
    assert all(one["fits"] for one in found["types"] if one["memory_gib"] is None)
    assert shell.run_cell("%%offload\nx = 1", cell_id="cell-a").success
    assert plan(shell, ["x = 1"], "ml.m5.xlarge", ["cell-a"])["cost"]["expected"] > 0


def test_types_that_have_what_the_line_asks_for_are_marked(shell: NotebookShell) -> None:
    found = plan(shell, ["x = 1"], "--gpu 4")
    fitting = [one for one in found["types"] if one["fits"]]
    assert fitting and all(one["gpus"] >= 4 for one in fitting)
    assert found["instance"] == found["cheapest"]


@pytest.mark.parametrize(
    ("cells", "line", "about", "says"),
    [
        (["print(handle)"], "", "handle", "cannot travel"),
        (["use = token"], "", "token", "--in token"),
        (["x ="], "", None, "line 1"),
        (["# a remark"], "", None, "nothing to run"),
        (["x = 1"], "--max-kost 1", None, "did you mean --max-cost?"),
        (["x = 1"], "m5.huge", None, "no instance type"),
        (["x = 1"], "--backend lokal", None, "do you mean local?"),
        (["x = 1"], "--requirements no.txt", None, "--requirements no.txt"),
    ],
)
def test_what_keeps_it_from_being_sent_is_a_problem(
    shell: NotebookShell, cells: list[str], line: str, about: str | None, says: str
) -> None:
    shell.run("token = 'sk-abcdefghijklmnopqrstuvwx'\nhandle = (i for i in [])")
    found = plan(shell, cells, line)
    assert not found["sendable"]
    assert [one["about"] for one in found["problems"]] == [about]
    assert says in found["problems"][0]["message"]


@pytest.mark.parametrize(("cell", "line"), [("def (:", ""), ("x = 1", "--max-cost 2,50")])
def test_where_it_cannot_be_known_what_goes_there_is_no_size(
    shell: NotebookShell, cell: str, line: str
) -> None:
    found = plan(shell, [cell], line)
    assert found["size"] is None and found["inputs"] == []


def test_the_rest_of_a_plan_with_a_problem_is_there(shell: NotebookShell) -> None:
    shell.run("data = [1]\nhandle = (i for i in [])")
    found = plan(shell, ["print(data, handle)"], "m5.xlarge")
    assert rows(found)["data"]["there"] is not None
    assert found["instance"] == "ml.m5.xlarge" and found["types"]


def test_secrets_of_the_request_are_masked(shell: NotebookShell) -> None:
    line = "--env API_TOKEN=not-a-real-one --env MODE=fast --allow-secret"
    found = plan(shell, ["x = 1"], line)
    variables = found["request"]["Environment"]
    assert variables["API_TOKEN"] == "***" and variables["MODE"] == "fast"
    assert "not-a-real-one" not in json.dumps(found)


def test_it_waits_for_no_job_and_names_what_is_computed(
    shell: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLOAD_WAIT", "0")
    shell.run("%%offload\nimport time\ntime.sleep(2)\nlate = 1")
    found = plan(shell, ["print(late)"])
    assert [one["name"] for one in found["pending"]] == ["late"]
    assert "late" not in rows(found)
    assert found["pending"][0]["ended"] is False
    assert shell.run("print(late)").text() == "1\n"


def test_what_a_job_has_made_and_no_cell_has_read_is_there(
    shell: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFLOAD_WAIT", "0")
    shell.run("%%offload\nmade = 1")
    loaded = session()
    assert loaded is not None
    loaded.last.wait(60)
    found = plan(shell, ["print(made)"])
    assert found["pending"] == [{"name": "made", "job": loaded.last.name, "ended": True}]
    assert "takes      made, which" in bundle(found)["text/plain"]


def test_its_prices_are_no_formulas(shell: NotebookShell) -> None:
    """Front ends set what stands between two dollar signs of a text as mathematics."""
    (shown,) = shell.run("%%offload --dry-run\nx = 1").data()
    assert shown["text/html"].startswith('<div class="mathjax_ignore tex2jax_ignore">')
    assert shown["text/html"].count("$") >= 2


def test_it_is_asked_for_beside_a_running_cell(shell: NotebookShell) -> None:
    """As in a subshell: the cell that runs keeps its own number and text."""
    shell.run("data = [1]\nfound = []")
    shell.user_ns["ask"] = lambda: found.append(plan(shell, ["print(data)"]))
    found: list[Any] = []
    thread = threading.Thread(target=shell.user_ns["ask"])
    thread.start()
    thread.join(60)
    assert found[0]["sendable"]


def test_selected_cells_are_one_plan_and_their_own_line_is_read(shell: NotebookShell) -> None:
    cells = ["%%offload ml.m5.2xlarge\na = 1", "b = a + 1"]
    found = plan(shell, cells)
    assert found["instance"] == "ml.m5.2xlarge"
    assert found["outputs"]["names"] == ["a", "b"]


def test_the_command_plans_the_last_cell_again(shell: NotebookShell) -> None:
    assert "--dry-run" in str(shell.run("%offload plan").error)
    shell.run("generator = (i for i in range(3))\ndata = [1]")
    assert shell.run("%%offload ml.m5.xlarge\ntotal = sum(data)").error is None
    text = shell.run("%offload plan").data()[0]["text/plain"]
    assert "ml.m5.xlarge" in text and "data" in text and "TrainingJobName" in text
    text = shell.run("%offload plan g5.xlarge").data()[0]["text/plain"]
    assert "ml.g5.xlarge" in text
    assert shell.run("%%offload\nlist(generator)").error is not None
    assert "generator" in str(shell.run("%offload plan").error)


def test_the_command_plans_parts_that_were_not_sent(shell: NotebookShell) -> None:
    shell.run("%%offload m5.xlarge --part 1/2\na = 1")
    text = shell.run("%offload plan").data()[0]["text/plain"]
    assert "comes back a" in text and "ml.m5.xlarge" in text
