"""The thread that looks after jobs, whatever happens to those who ask for it."""

from __future__ import annotations

import sys
import threading
from types import FrameType, SimpleNamespace
from typing import Any

import pytest

from jupyterlab_offload.kernel.following.watcher import Watcher


class Followed(SimpleNamespace):
    """As much of a job as the watcher knows; it ends at the first look."""

    def __init__(self) -> None:
        super().__init__(
            ended=False, age=0.0, has_started=False, over=threading.Event(), origin=None
        )

    def __hash__(self) -> int:
        return id(self)

    def release(self) -> None:
        self.ended = True
        self.over.set()


def test_an_interrupt_that_comes_as_it_locks_does_not_leave_it_locked() -> None:
    job: Any = Followed()
    watcher = Watcher(lambda job, ask: True, lambda job: None, lambda job: True)

    def interrupt(frame: FrameType, event: str, called: object) -> None:
        ours = frame.f_back is not None and frame.f_back.f_code is Watcher.follow.__code__
        if ours and event == "c_return" and getattr(called, "__name__", "") == "__enter__":
            raise KeyboardInterrupt

    sys.setprofile(interrupt)
    try:
        watcher.follow(job)
    except KeyboardInterrupt:
        pass
    finally:
        sys.setprofile(None)
    # In another thread: this one could enter a lock that it has kept.
    again = threading.Thread(target=watcher.follow, args=(job,), daemon=True)
    again.start()
    again.join(10)
    assert not again.is_alive()
    assert job.over.wait(10)


@pytest.mark.parametrize("wrong", [OSError("no network"), ValueError("anything")])
def test_what_goes_wrong_at_a_look_is_no_end(wrong: Exception) -> None:
    said: list[str] = []
    looks = iter([wrong, True])

    def look(job: Any, ask: bool) -> bool:
        found = next(looks)
        if isinstance(found, Exception):
            raise found
        return found

    job: Any = Followed()
    job.complain = said.append
    watcher = Watcher(look, lambda job: None, lambda job: True, clock=lambda: 0.0)
    watch = SimpleNamespace(due=0.0, described=None, share=1.0, troubles=0)
    assert not watcher.step(job, watch)  # type: ignore[arg-type]  # as much of it as is used
    assert str(wrong) in said[0] and watch.due > 0
    assert watcher.step(job, watch)  # type: ignore[arg-type]  # as above
    assert job.ended
