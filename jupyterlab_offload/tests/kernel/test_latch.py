"""A wait may be interrupted anywhere: nobody else may hang because of it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from jupyterlab_offload.kernel import latch
from jupyterlab_offload.kernel.latch import Latch


def interrupted(call: Callable[[], object], files: set[str], instruction: int) -> bool:
    """Run a call and interrupt it before that instruction of these files; whether it got so far."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if frame.f_code.co_filename not in files:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            count += 1
            if count == instruction:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


def can_be_opened(made: Any) -> bool:
    """Whether a thread that opens it comes back."""
    opens = getattr(made, "open", None) or made.set
    thread = threading.Thread(target=opens, daemon=True)
    thread.start()
    thread.join(0.5)
    return not thread.is_alive()


def test_a_wait_ends_when_it_is_opened() -> None:
    made = Latch()
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(made.wait(30))) for _ in range(3)]
    for thread in threads:
        thread.start()
    made.open()
    for thread in threads:
        thread.join(30)
    assert found == [True, True, True] and made.is_open and made.wait()


@pytest.mark.parametrize("seconds", [0, 0.001, -1])
def test_a_wait_ends_in_time(seconds: float) -> None:
    assert not Latch().wait(seconds)


def test_it_may_be_opened_twice() -> None:
    made = Latch()
    made.open()
    made.open()
    assert made.wait(0)


def test_an_interrupt_at_any_instruction_leaves_it_usable() -> None:
    instruction = 1
    while True:
        made = Latch()
        reached = interrupted(lambda made=made: made.wait(0.0), {latch.__file__}, instruction)
        assert can_be_opened(made), f"interrupted before instruction {instruction}"
        assert made.wait(1.0)
        if not reached:
            break
        instruction += 1
    assert instruction > 20


def test_the_check_finds_what_an_event_does_wrong() -> None:
    """Otherwise the test above would show nothing."""
    for instruction in range(1, 200):
        made = threading.Event()
        interrupted(lambda made=made: made.wait(0.0), {threading.__file__}, instruction)
        if not can_be_opened(made):
            return
    raise AssertionError("an interrupted Event has never hung")
