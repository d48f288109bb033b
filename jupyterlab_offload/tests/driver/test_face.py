"""How far a cell says it is: seldom enough for a record, and never behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from jupyterlab_offload.driver.face import Face
from jupyterlab_offload.driver.link import Sender


class Desk:
    """Takes what is sent; its time stands still until it is moved."""

    is_mine = True
    now = 0.0

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.face = Face(cast(Sender, self), lambda: self.now, self.later)

    def send(self, event: dict[str, Any]) -> None:
        self.sent.append(event)

    def later(self, seconds: float, work: Callable[[], None]) -> None:
        self.due.append((self.now + seconds, work))

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        while self.due and self.due[0][0] <= self.now:
            self.due.pop(0)[1]()

    @property
    def done(self) -> list[float]:
        return [event["done"] for event in self.sent]


def test_the_last_of_many_calls_comes_while_the_cell_does_something_else() -> None:
    desk = Desk()
    for done in range(301):
        desk.face.progress(done, 400)
    assert desk.done == [0] and len(desk.due) == 1
    desk.pass_time(0.2)
    assert desk.done == [0, 300] and not desk.due


def test_a_long_loop_is_seen_five_times_a_second() -> None:
    desk = Desk()
    for done in range(100):
        desk.face.progress(done)
        desk.pass_time(0.01)
    assert 5 <= len(desk.sent) <= 6 and desk.done[:2] == [0, 19]


def test_each_label_has_its_last_value_and_not_too_many_wait() -> None:
    desk = Desk()
    desk.face.progress(0)
    for number in range(50):
        desk.face.progress(number, label=f"file {number}")
        desk.face.progress(number, label="files")
    desk.face.flush()
    assert desk.sent[-1]["label"] == "files" and desk.done[-1] == 49
    assert len(desk.sent) == 21
    desk.pass_time(1)
    assert len(desk.sent) == 21


def test_numbers_of_libraries_are_numbers_and_anything_else_an_error() -> None:
    numpy = pytest.importorskip("numpy")
    desk = Desk()
    desk.face.progress(numpy.int64(3), numpy.float32(4))
    desk.face.log(step=numpy.int64(7), loss=0.5)
    progress, metric = desk.sent
    assert (type(progress["done"]), progress["total"]) == (float, 4.0)
    assert metric["step"] == 7 and isinstance(metric["step"], float)
    with pytest.raises(TypeError, match="progress: done is no number but a str"):
        desk.face.progress("half")  # type: ignore[arg-type]  # that is the mistake


def test_a_forked_copy_sends_no_progress() -> None:
    desk = Desk()
    desk.face.progress(1)
    desk.face.progress(2)
    desk.is_mine = False
    desk.face.progress(3)
    desk.face.flush()
    assert desk.done == [1]
