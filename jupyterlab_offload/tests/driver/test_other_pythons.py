"""The driver under every other Python on this machine, as images have them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jupyterlab_offload.tests.pythons import interpreter, others

from .payload import Ended

SOURCE = """
import asyncio, dataclasses, os, subprocess, sys, typing
y = x + [1]
x.append(5)
def f(a, b=[2]):
    return a + b[0]
@dataclasses.dataclass
class A:
    n: int = 1
a = A()
lam = lambda: 3
print("hello")
subprocess.run(["sh", "-c", "echo from sh; echo err >&2"])
print("after", file=sys.stderr)
await asyncio.sleep(0)
get_ipython().run_line_magic("time", "t = 1")
open("out.txt", "w").write("hi")
from IPython.display import HTML, display
display(HTML("<b>x</b>"))
import jupyterlab_offload as offload
offload.log(loss=1)
{"k": [1] * 40}
"""


@pytest.fixture(params=others())
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.slow
def test_a_cell_runs_and_comes_back(version: str, run: Callable[..., Ended]) -> None:
    ended = run(SOURCE, inputs={"x": [1]}, python=interpreter(version))
    assert ended.status == "done", ended.log
    result = ended.result
    names = {name: item for item in result["values"] for name in item["names"]}
    assert {"y", "x", "a", "t", "_", "f.__defaults__"} <= set(names)
    assert names["x"]["changed_in_place"] == ["x"]
    assert {item["name"] for item in result["definitions"]} == {"f", "A", "lam"}
    assert [item["path"] for item in result["files"]] == ["out.txt"]
    assert ended.text().startswith("hello\nfrom sh\n")
    assert ended.text("stderr") == "err\nafter\n"
    shown = [event["data"] for event in ended.events if "data" in event]
    assert shown[0]["text/html"] == "<b>x</b>" and shown[1]["text/plain"].count("\n") == 39
    assert result["python"]["version"].startswith(f"{version}.")


@pytest.mark.slow
def test_an_exception_is_told_in_the_cells_lines(version: str, run: Callable[..., Ended]) -> None:
    ended = run("def f():\n    return 1 / 0\nf()", python=interpreter(version))
    assert ended.code == 1 and ended.result["error"]["type"] == "ZeroDivisionError"
    assert [frame["line"] for frame in ended.result["error"]["frames"]] == [4, 3]
    assert ended.result["error"]["traceback"][-1] == "ZeroDivisionError: division by zero"
