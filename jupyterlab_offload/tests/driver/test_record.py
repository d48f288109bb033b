"""The record of outputs: what is put together, what is cut."""

from __future__ import annotations

import io
import json
from typing import Any

from jupyterlab_offload.driver.record import Record


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def lines(file: io.BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.getvalue().splitlines()]


def test_text_of_one_stream_is_put_together_until_it_is_due() -> None:
    file, clock = io.BytesIO(), Clock()
    record = Record(file, clock)
    record.text("stdout", "a")
    record.text("stdout", "b")
    record.flush_if_due()
    assert lines(file) == [] and record.is_waiting
    clock.now = 1
    record.flush_if_due()
    assert [line["text"] for line in lines(file)] == ["ab"] and not record.is_waiting


def test_another_stream_an_event_and_another_part_come_after_the_text() -> None:
    file = io.BytesIO()
    record = Record(file, Clock())
    record.begin(0)
    record.text("stdout", "a")
    record.text("stderr", "b")
    record.event({"type": "clear_output", "wait": False})
    record.text("stdout", "c")
    record.begin(1)
    record.text("stdout", "d")
    record.end()
    record.text("stdout", "after the end")
    record.flush()
    found = [(line["part"], line.get("text", line["type"])) for line in lines(file)]
    # Nobody has seen the "b" that was cleared before it was due.
    assert found == [(0, "a"), (0, "clear_output"), (0, "c"), (1, "part"), (1, "d")]


def test_of_many_clearings_between_two_moments_one_is_recorded() -> None:
    file, clock = io.BytesIO(), Clock()
    record = Record(file, clock)
    for number in range(100_000):
        record.event({"type": "clear_output", "wait": number % 2 == 0})
        record.text("stdout", f"{number}\n")
    clock.now = 1
    record.flush_if_due()
    assert [line.get("text", line["type"]) for line in lines(file)] == ["clear_output", "99999\n"]


def test_a_clearing_that_waits_clears_nothing_while_nothing_follows() -> None:
    file, clock = io.BytesIO(), Clock()
    record = Record(file, clock)
    record.text("stdout", "stays")
    record.event({"type": "clear_output", "wait": True})
    record.end()
    assert [line.get("text", line["type"]) for line in lines(file)] == ["stays", "clear_output"]


def test_a_picture_replaces_what_waited_to_be_cleared() -> None:
    file, clock = io.BytesIO(), Clock()
    record = Record(file, clock)
    record.text("stdout", "gone")
    record.event({"type": "clear_output", "wait": True})
    record.event({"type": "display_data", "data": {}})
    assert [line["type"] for line in lines(file)] == ["clear_output", "display_data"]


def test_what_is_no_finite_number_is_null_and_the_line_is_json() -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    file, nan = io.BytesIO(), float("nan")
    record = Record(file, Clock())
    record.event({"type": "metrics", "values": {"loss": 0.5, "nan": nan}, "step": 3})
    record.event({"type": "display_data", "data": {"application/json": [[1.5, -float("inf")]]}})
    metric, shown = (
        json.loads(line, parse_constant=refuse) for line in file.getvalue().split(b"\n", 1)
    )
    assert metric["values"] == {"loss": 0.5, "nan": None} and metric["step"] == 3
    assert shown["data"] == {"application/json": [[1.5, None]]}


def test_beyond_the_limit_it_says_so_and_stops() -> None:
    file = io.BytesIO()
    record = Record(file, Clock(), max_bytes=500)
    for number in range(20):
        record.event({"type": "display_data", "data": {"text/plain": str(number) * 50}})
    found = lines(file)
    assert [line["type"] for line in found[-2:]] == ["display_data", "truncated"]
    assert record.truncated and len(file.getvalue()) < 700


def test_a_full_disk_ends_the_record_not_the_job() -> None:
    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "No space left on device")

    record = Record(Full(), Clock())
    record.event({"type": "display_data", "data": {}})
    assert record.truncated
