"""Every way for a job to end: what is saved, what the exit code and the failure file say."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from .payload import Ended, Job, stop_when

Run = Callable[..., Ended]


def test_an_exception_is_told_and_what_there_is_comes_back(run: Run) -> None:
    ended = run("a = 1\nx.append(2)\nraise ValueError('bad', 3)\nb = 2", inputs={"x": []})
    assert ended.code == 1 and ended.status == "failed" and ended.result["partial"]
    assert ended.values() == {"a": 1, "x": [2]}
    error = ended.result["error"]
    assert (error["type"], error["module"], error["args"]) == ("ValueError", "builtins", ["bad", 3])
    assert error["mro"][:2] == ["builtins.ValueError", "builtins.Exception"]
    assert [frame["line"] for frame in error["frames"]] == [4]
    assert (ended.ml / "output/failure").read_text() == "ValueError: ('bad', 3)"
    kept = ended.ml / "checkpoints/offload"
    assert (kept / "result.json").read_bytes() == (ended.ml / "model/result.json").read_bytes()
    assert (kept / "values/0").exists() and (kept / "outputs.jsonl").exists()


def test_success_needs_no_second_copy(run: Run) -> None:
    ended = run("a = 1")
    assert ended.code == 0 and not (ended.ml / "output/failure").exists()
    assert not (ended.ml / "checkpoints/offload/result.json").exists()


def test_the_traceback_names_the_cells_lines(run: Run) -> None:
    part = {"source": "def f(x):\n    return 1 / x\n\nf(0)", "first_line": 2, "label": "In[5]"}
    ended = run(part)
    text = "\n".join(ended.result["error"]["traceback"])
    assert "Cell In[5], line 5\n" in text
    assert "Cell In[5], line 3, in f\n" in text
    assert "----> 3     return 1 / x" in text
    assert text.endswith("ZeroDivisionError: division by zero")
    assert "asyncio" not in text and "driver" not in text
    assert "ZeroDivisionError" in ended.log
    assert ended.kinds()[-1] == "error"


def test_a_stop_iteration_arrives_as_itself(run: Run) -> None:
    error = run("a = 1\nnext(iter([]))").result["error"]
    assert (error["type"], [frame["line"] for frame in error["frames"]]) == ("StopIteration", [3])
    assert "RuntimeError" not in "\n".join(error["traceback"])


def test_functions_of_earlier_cells_are_named_too(run: Run) -> None:
    source = "def f(x):\n    raise KeyError(x)"
    step = {"kind": "source", "source": source, "label": "In[2]", "first_line": 7}
    ended = run("f('k')", manifest={"prelude": [step]})
    assert "Cell In[2], line 8, in f" in ended.result["error"]["traceback"]


def test_cause_context_and_notes_are_kept(run: Run) -> None:
    source = """
try:
    {}["k"]
except KeyError as error:
    raise RuntimeError("outer") from error
"""
    error = run(source).result["error"]
    assert error["cause"]["type"] == "KeyError" and error["context"] is None
    assert "direct cause" in "\n".join(error["traceback"])
    error = run("try:\n    1/0\nfinally:\n    {}['k']").result["error"]
    assert error["context"]["type"] == "ZeroDivisionError"
    source = "e = ValueError('x')\ne.__notes__ = ['look here']\nraise e"
    error = run(source).result["error"]
    assert error["notes"] == ["look here"] and error["traceback"][-1] == "look here"


def test_an_exception_of_the_cells_own_class(run: Run) -> None:
    source = """
class Mine(ValueError):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code
raise Mine(3)
"""
    error = run(source).result["error"]
    assert error["module"] == "__main__" and error["attributes"] == {"code": 3}
    assert error["mro"][:2] == ["__main__.Mine", "builtins.ValueError"]


def test_an_exception_whose_text_fails_is_told_all_the_same(run: Run) -> None:
    source = "class E(Exception):\n    def __str__(self):\n        raise OSError\nraise E(object())"
    error = run(source).result["error"]
    assert error["args"] is None and "cannot be made" in error["message"]


def test_a_later_part_that_fails_is_named(run: Run) -> None:
    ended = run("a = 1", "1/0", "b = 2")
    assert ended.result["part"] == 1 and ended.result["error"]["frames"][0]["part"] == 1
    assert ended.events[-1]["part"] == 1 and ended.values() == {"a": 1}


@pytest.mark.parametrize(
    ("call", "code", "status"),
    [("sys.exit()", 0, "exited"), ("sys.exit(3)", 3, "exited"), ("sys.exit('no')", 1, "exited")],
)
def test_sys_exit_ends_the_cell_with_its_code(run: Run, call: str, code: int, status: str) -> None:
    ended = run(f"import sys\na = 1\n{call}\nb = 2")
    assert (ended.code, ended.status) == (code, status)
    assert ended.values() == {"a": 1} and ended.result["error"]["type"] == "SystemExit"


def test_a_keyboard_interrupt_of_the_cells_own_is_an_exception(run: Run) -> None:
    ended = run("raise KeyboardInterrupt")
    assert ended.status == "failed" and ended.result["error"]["type"] == "KeyboardInterrupt"


def test_a_syntax_error_is_told(run: Run) -> None:
    ended = run("a = 1\nb = (")
    assert ended.status == "failed" and ended.result["error"]["type"] == "SyntaxError"


def test_the_part_in_which_the_process_died_is_named(run: Run) -> None:
    ended = run("a = 1", "import os\nos._exit(3)", "b = 2")
    assert ended.status == "crashed" and ended.result["part"] == 1


def test_a_dead_process_is_put_into_words(run: Run) -> None:
    ended = run("import os, signal\nprint('last words')\nos.kill(os.getpid(), signal.SIGSEGV)")
    assert ended.code == 139 and ended.status == "crashed"
    assert "segmentation fault" in ended.result["reason"]
    assert ended.text() == "last words\n"
    assert "Fatal Python error" in ended.log


def test_memory_that_ran_out_is_put_into_words(run: Run) -> None:
    ended = run("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    assert ended.code == 137 and "memory" in (ended.ml / "output/failure").read_text()


def test_text_of_native_code_before_a_crash_is_kept(run: Run) -> None:
    ended = run("import os\nos.write(2, b'native')\nos.abort()")
    assert ended.text("stderr").startswith("native") and ended.code == 134


def start(tmp_path: Path, source: str, **settings: object) -> Job:
    return Job(tmp_path / "ml", [source], **settings)  # type: ignore[arg-type]  # any of Job's


WAIT = "import time\na = 1\nprint('begun')\ntime.sleep(60)\nb = 2"


def test_a_stop_saves_what_there_is(tmp_path: Path) -> None:
    job = start(tmp_path, WAIT)
    process = job.start()
    stop_when(process, b"begun")
    ended = job.end(process)
    assert ended.code == 143 and ended.status == "stopped" and ended.result["partial"]
    assert ended.values() == {"a": 1}
    assert (job.ml / "checkpoints/offload/values/0").exists()


@pytest.mark.parametrize(
    "waiting",
    [
        "import asyncio\nawait asyncio.sleep(60)",
        "import subprocess\nsubprocess.run(['sleep', '60'])",
        "import threading\nthreading.Event().wait()",
        "get_ipython().system('sleep 60')",
    ],
)
def test_a_stop_reaches_a_cell_that_waits(tmp_path: Path, waiting: str) -> None:
    job = start(tmp_path, f"a = 1\nprint('begun')\n{waiting}\nb = 2")
    process = job.start()
    stop_when(process, b"begun")
    assert job.end(process).values() == {"a": 1}


def test_a_cell_may_end_in_good_order_when_it_is_stopped(tmp_path: Path) -> None:
    source = """
import time
try:
    print("begun")
    time.sleep(60)
except KeyboardInterrupt:
    saved = "in time"
"""
    job = start(tmp_path, source)
    process = job.start()
    stop_when(process, b"begun")
    ended = job.end(process)
    assert ended.status == "stopped" and ended.values() == {"saved": "in time"}


def test_a_stop_in_the_middle_of_printing_leaves_the_record_whole(tmp_path: Path) -> None:
    job = start(tmp_path, "print('begun')\nn = 0\nwhile True:\n    n += 1\n    print('x' * 50)")
    process = job.start()
    stop_when(process, b"x")
    ended = job.end(process)
    lines = ended.text().splitlines()
    assert lines[0] == "begun" and set(lines[1:-1]) <= {"x" * 50}
    assert ended.values()["n"] >= len(lines) - 2


@pytest.mark.long
def test_a_cell_that_does_not_heed_is_saved_from_beside_it(tmp_path: Path) -> None:
    source = """
import time
a = 1
print("begun")
while True:
    try:
        time.sleep(60)
    except BaseException:
        pass
"""
    job = start(tmp_path, source)
    process = job.start()
    stop_when(process, b"begun")
    ended = job.end(process)
    assert ended.status == "stopped" and ended.values()["a"] == 1


def test_before_the_time_limit_the_cell_is_ended_and_saved(tmp_path: Path) -> None:
    job = start(tmp_path, WAIT, manifest={"limits": {"seconds": 2, "reserve": 0.5}})
    ended = job.run()
    assert ended.code == 124 and ended.status == "deadline"
    assert ended.values() == {"a": 1}
    assert "time limit" in ended.result["reason"]


def test_a_second_try_forgets_the_first_ones_results(tmp_path: Path) -> None:
    job = start(tmp_path, "a = 1\n1/0")
    job.run()
    job.parts = ["b = 2"]
    ended = job.run()
    assert ended.values() == {"b": 2}
    assert not (job.ml / "checkpoints/offload/result.json").exists()


def test_a_forked_copy_saves_nothing(run: Run) -> None:
    source = """
import os
pid = os.fork()
if pid:
    os.waitpid(pid, 0)
    who = "parent"
else:
    print("from the copy")
    who = "copy"
"""
    ended = run(source)
    assert ended.values()["who"] == "parent" and "from the copy" in ended.text()


def test_threads_do_not_keep_a_finished_job(run: Run) -> None:
    source = "import threading\nt = threading.Thread(target=threading.Event().wait, daemon=True)"
    ended = run(f"{source}\nt.start()\na = 1")
    assert ended.status == "done" and ended.values() == {"a": 1}


def test_the_users_own_handler_does_not_hide_a_stop(tmp_path: Path) -> None:
    source = """
import signal, time
signal.signal(signal.SIGTERM, lambda n, f: (_ for _ in ()).throw(RuntimeError("mine")))
print("begun")
time.sleep(60)
"""
    job = start(tmp_path, source)
    process = job.start()
    stop_when(process, b"begun")
    ended = job.end(process)
    assert ended.code in (1, 143) and ended.result["error"]["message"] == "mine"


def test_a_printed_line_that_imitates_the_digest_is_not_ours(run: Run) -> None:
    ended = run("print('offload-result 0000 ' + 'f' * 64)")
    assert ended.log.count("offload-result") == 2 and len(ended.digest_lines()) == 1


def test_a_worker_that_is_ended_as_it_begins_ends(run: Run) -> None:
    source = """
import os, signal, time
ends = []
for _ in range(50):
    worker = os.fork()
    if worker == 0:
        time.sleep(2)
        os._exit(0)
    os.kill(worker, signal.SIGTERM)
    ends.append(os.WTERMSIG(os.waitpid(worker, 0)[1]))
"""
    assert run(source).values()["ends"] == [signal.SIGTERM] * 50
