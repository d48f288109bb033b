"""IPython's syntax, as the kernel turns it into calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jupyterlab_offload.driver.shell.expand import expanded
from jupyterlab_offload.driver.shell.timing import duration, split

from .payload import Ended

Run = Callable[..., Ended]


def test_commands_write_to_the_cell_and_leave_their_code(run: Run) -> None:
    source = "get_ipython().system('echo {n + 1} $n; echo err >&2; exit 3')\ncode = _exit_code"
    ended = run(source, inputs={"n": 1})
    assert ended.text() == "2 1\r\nerr\r\n" and ended.values()["code"] == 3


def test_a_command_sees_the_names_of_its_function(run: Run) -> None:
    source = "def f(where):\n    get_ipython().system('echo {where}')\nf('here')"
    assert run(source).text() == "here\r\n"


def test_lines_of_a_command(run: Run) -> None:
    source = "x = get_ipython().getoutput('echo a; echo b')\ny = list(x), x.n, x.s\ndel x"
    assert run(source).values()["y"] == (["a", "b"], "a\nb", "a b")


def test_time_says_how_long_and_binds(run: Run) -> None:
    ended = run("get_ipython().run_line_magic('time', 'x = 2')")
    assert ended.values() == {"x": 2}
    assert "CPU times: user" in ended.text() and "Wall time: " in ended.text()


def test_a_timed_cell_shows_its_last_value_and_names_its_lines(run: Run) -> None:
    ended = run("get_ipython().run_cell_magic('time', '', 'x = 2\\nx + 1\\n')")
    assert ended.values() == {"x": 2, "_": 3}
    assert ended.events[-1]["data"]["text/plain"] == "3"
    ended = run("get_ipython().run_cell_magic('time', '', 'x = 2\\n1/0\\n')")
    assert ended.result["error"]["frames"][-1]["line"] == 4


def test_timeit_gives_its_result(run: Run) -> None:
    ended = run(
        "r = get_ipython().run_line_magic('timeit', '-n 2 -r 3 -o f()')\nn = r.repeat",
        "del r",
        inputs={},
        manifest={"prelude": [{"kind": "source", "source": "def f(): pass"}]},
    )
    assert ended.values()["n"] == 3
    assert "of 3 runs, 2 loops each)" in ended.text()


def test_capture_takes_output_and_displays(run: Run) -> None:
    body = "import sys\\nprint(1)\\nprint(2, file=sys.stderr)\\ndisplay(3)\\n"
    source = f"get_ipython().run_cell_magic('capture', 'out', '{body}')"
    ended = run(source, "x = out.stdout, out.stderr, out.outputs[0].data\nout.show()\ndel out")
    assert ended.values()["x"] == ("1\n", "2\n", {"text/plain": "3"})
    assert {event["part"] for event in ended.events} == {1}


def test_matplotlib_is_inline_and_other_magics_are_named(run: Run) -> None:
    ended = run(
        "get_ipython().run_line_magic('matplotlib', 'inline')",
        "get_ipython().run_line_magic('prun', 'f()')",
    )
    assert "%prun is not available" in ended.result["error"]["message"]
    assert ended.result["part"] == 1


@pytest.mark.parametrize(
    ("command", "result"),
    [
        ("echo $x {y}", "echo 1 [2]"),
        ("echo $HOME", "echo $HOME"),
        ("echo $$x {{a}}", "echo $x {a}"),
        ("awk '{print $1}' f", "awk '{print $1}' f"),
        ("echo {y[0:1]}", "echo [2]"),
        ("echo {nowhere}", "echo {nowhere}"),
        ("echo ${x}", "echo $1"),
        ("echo $HOME $x", "echo $HOME $x"),
        ("plain", "plain"),
    ],
)
def test_values_in_commands(command: str, result: str) -> None:
    assert expanded(command, {"x": 1, "y": [2]}) == result


def test_values_in_commands_are_those_of_ipython() -> None:
    formatter = pytest.importorskip("IPython.utils.text").DollarFormatter()
    names = {"x": 1, "y": [2], "z": "a b", "n": 2.5}
    for command in ("a $x b", "$x$y", "{x}$z{n:.1f}", "$$x", "$x.real", "$y[0]", "x$", "$ x", "$1"):
        try:
            expected = formatter.vformat(command, (), names)
        except Exception:
            expected = command
        assert expanded(command, names) == expected


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 ns"), (1.5, "1.5 s"), (0.0123, "12.3 ms"), (2e-6, "2 μs"), (75, "1min 15s")],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_options_stand_before_the_statement() -> None:
    assert split("-n 5 -r2 f(-n)", "n:r:o") == ({"-n": "5", "-r": "2"}, "f(-n)")
    assert split("-x", "n:") == ({}, "-x")
