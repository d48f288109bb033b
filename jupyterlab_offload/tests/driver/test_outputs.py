"""What a notebook would have shown, in its order; the log as plain text."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from .payload import Ended

Run = Callable[..., Ended]


def test_streams_of_all_writers_stay_apart_and_in_order(run: Run) -> None:
    source = """
import ctypes, os, subprocess, sys
print("1")
os.system("echo 2")
print("3", file=sys.stderr)
subprocess.run(["sh", "-c", "echo 4 >&2"])
print("5")
os.write(1, b"6\\n")
sys.stdout.buffer.write(b"7\\n")
display(8)
os.system("echo 9")
print("10")
"""
    ended = run(source)
    shown = [
        (event.get("name"), event["text"]) if event["type"] == "stream" else event["data"]
        for event in ended.events
    ]
    assert shown == [
        ("stdout", "1\n2\n"),
        ("stderr", "3\n4\n"),
        ("stdout", "5\n6\n7\n"),
        {"text/plain": "8"},
        ("stdout", "9\n10\n"),
    ]
    lines = [line for line in ended.log.splitlines() if not line.startswith("offload")]
    assert lines == [str(number) for number in range(1, 11)]


def test_many_switches_between_python_and_subprocesses_keep_their_order(run: Run) -> None:
    source = """
import os
for i in range(40):
    print(f"p{i}")
    os.write(1, f"n{i}\\n".encode())
"""
    expected = "".join(f"p{i}\nn{i}\n" for i in range(40))
    assert run(source).text() == expected


def test_output_of_worker_processes_arrives(run: Run) -> None:
    source = """
import multiprocessing, sys
def work(n):
    print(f"worker {n}", flush=True)
    return n * 2
with multiprocessing.get_context("fork").Pool(2) as pool:
    doubled = pool.map(work, range(4))
"""
    ended = run(source)
    assert ended.values()["doubled"] == [0, 2, 4, 6]
    assert sorted(ended.text().split("\n"))[1:] == [f"worker {n}" for n in range(4)]


def test_a_megabyte_of_native_output_blocks_nothing(run: Run) -> None:
    source = "import os\nfor _ in range(64):\n    os.write(1, b'x' * 16384)\nprint('end')"
    text = run(source).text()
    assert len(text) == 64 * 16384 + 4 and text.endswith("xend\n")


def test_redrawn_lines_are_recorded_whole_and_logged_once(run: Run) -> None:
    source = (
        "import sys\nfor i in range(50):\n    sys.stderr.write(f'\\r{i}%')\nprint(file=sys.stderr)"
    )
    ended = run(source)
    assert ended.text("stderr").count("\r") == 50
    lines = [line for line in ended.log.splitlines() if line.endswith("%")]
    assert lines[-1] == "49%" and len(lines) <= 3 and "\r" not in ended.log


def test_the_last_expression_is_shown(run: Run) -> None:
    ended = run("x = 3\nx + 1")
    (event,) = ended.events
    assert event["type"] == "execute_result" and event["data"] == {"text/plain": "4"}
    assert "4" in ended.log.splitlines()


@pytest.mark.parametrize("source", ["1;", "None", "x = 1", "1; # quiet", "def f(): pass"])
def test_what_a_notebook_does_not_show_is_not_shown(run: Run, source: str) -> None:
    assert run(source).events == []


def test_top_level_await_and_a_running_loop(run: Run) -> None:
    source = """
import asyncio
loop = asyncio.get_running_loop()
async def f():
    await asyncio.sleep(0.01)
    return 5
task = asyncio.ensure_future(f())
x = await f()
del loop
try:
    asyncio.run(f())
except RuntimeError as e:
    message = str(e)
await f()
"""
    ended = run(source, "y = await task")
    assert ended.values()["x"] == ended.values()["y"] == 5
    assert "running event loop" in ended.values()["message"]
    assert [e["data"]["text/plain"] for e in ended.events if "data" in e] == ["5"]


def test_displays_with_ids_change_later(run: Run) -> None:
    source = """
class H:
    def __init__(self, text):
        self.text = text
    def _repr_html_(self):
        return self.text
    def __repr__(self):
        return "H"
h = display(H("<b>1</b>"), display_id=True)
h.update(H("<b>2</b>"))
from IPython.display import clear_output
clear_output(wait=True)
"""
    first, second, third = run(source).events
    assert first["type"] == "display_data" and second["type"] == "update_display_data"
    assert first["data"] == {"text/plain": "H", "text/html": "<b>1</b>"}
    assert first["transient"] == second["transient"] and first["transient"]["display_id"]
    assert third["type"] == "clear_output" and third["wait"] is True


def test_ipythons_own_objects_are_shown(run: Run) -> None:
    source = """
from IPython.display import HTML, Markdown, Image, JSON, display, update_display
display(HTML("<i>x</i>"), Markdown("*y*"))
display(JSON({"a": 1}))
display(Image(data=b"\\x89PNG\\r\\n\\x1a\\nrest"))
"""
    html, markdown, json, image = (event["data"] for event in run(source).events)
    assert html["text/html"] == "<i>x</i>" and markdown["text/markdown"] == "*y*"
    assert json["application/json"] == {"a": 1}
    assert base64.b64decode(image["image/png"]).startswith(b"\x89PNG")


def test_objects_with_every_attribute_have_no_representation(run: Run) -> None:
    source = """
class Any:
    def __getattr__(self, name):
        return lambda *a, **k: "made up"
    def __repr__(self):
        return "Any"
Any()
"""
    assert run(source).events[0]["data"] == {"text/plain": "Any"}


def test_a_representation_that_fails_is_told_and_the_rest_shown(run: Run) -> None:
    source = """
class Bad:
    def _repr_html_(self):
        raise ValueError("in html")
    def __repr__(self):
        return "Bad"
Bad()
"""
    ended = run(source)
    told, shown = ended.events
    assert (told["type"], told["ename"], told["evalue"]) == (
        "display_error",
        "ValueError",
        "in html",
    )
    assert told["result"] and "line 5, in _repr_html_" in "\n".join(told["traceback"])
    assert shown["data"] == {"text/plain": "Bad"} and ended.status == "done"


def test_a_frame_is_shown_as_html_and_text(run: Run) -> None:
    pytest.importorskip("pandas")
    (event,) = run("import pandas as pd\npd.DataFrame({'a': [1]})").events
    assert "<table" in event["data"]["text/html"] and "a" in event["data"]["text/plain"]


def test_figures_are_shown_when_the_cell_ends(run: Run) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    source = """
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
print("between")
fig, ax = plt.subplots()
ax.plot([1])
print("end")
"""
    ended = run(source)
    assert ended.kinds() == ["display_data", "stdout", "display_data"]
    assert base64.b64decode(ended.events[0]["data"]["image/png"]).startswith(b"\x89PNG")
    assert ended.events[2]["data"]["text/plain"].startswith("<Figure size")


def test_metrics_and_progress_are_recorded_and_logged(run: Run) -> None:
    source = """
import jupyterlab_offload as offload
offload.log(step=1, loss=0.5, acc=1)
offload.log(loss=float("nan"), acc=2)
for done in range(301):
    offload.progress(done, 400)
offload.progress(10, 10, label="epochs")
"""
    ended = run(source, "print('next')")
    metric, other, first, *_, last, epochs, part, text = ended.events
    assert metric["values"] == {"loss": 0.5, "acc": 1} and metric["step"] == 1
    assert other["values"] == {"loss": None, "acc": 2}
    assert (first["done"], last["done"], last["label"]) == (0, 300, "")
    assert (epochs["done"], epochs["label"], epochs["part"]) == (10, "epochs", 0)
    assert (part["type"], text["part"]) == ("part", 1)
    lines = [line for line in ended.log.splitlines() if line.startswith("offload-metric")]
    assert lines == ["offload-metric step=1 loss=0.5 acc=1", "offload-metric loss=nan acc=2"]


def test_a_metric_that_is_no_number_is_an_error_of_the_cells(run: Run) -> None:
    ended = run("import jupyterlab_offload as offload\noffload.log(loss='x')")
    assert ended.result["error"]["type"] == "TypeError" and "loss" in ended.result["reason"]


def test_warnings_and_logging_go_to_stderr(run: Run) -> None:
    source = "import logging, warnings\nwarnings.warn('careful')\nlogging.warning('logged')"
    text = run(source).text("stderr")
    assert "UserWarning: careful" in text and "WARNING:root:logged" in text


def test_nothing_can_be_asked(run: Run) -> None:
    assert run("input('name?')").result["error"]["type"] == "EOFError"


def test_lone_surrogates_and_odd_bytes_do_no_harm(run: Run) -> None:
    ended = run("import os\nprint('\\ud800')\nos.write(1, b'\\xff\\xc3')\nos.write(1, b'\\xa9\\n')")
    assert ended.text() == "\ud800\n\ufffd\u00e9\n"
