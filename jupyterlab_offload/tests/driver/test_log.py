"""Lines of the log, whole and in order."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from jupyterlab_offload.driver.log import Log


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Reader:
    """A log that can be read."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        self.clock = Clock()
        self.log = Log(self._write, self.clock)

    def lines(self) -> list[str]:
        try:
            return os.read(self._read, 1 << 16).decode().splitlines()
        except BlockingIOError:
            return []

    def close(self) -> None:
        os.close(self._read)
        os.close(self._write)


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def test_lines_of_two_streams_do_not_break_each_other(reader: Reader) -> None:
    reader.log.text("stdout", "a")
    reader.log.text("stderr", "x\ny")
    reader.log.text("stdout", "b\n")
    reader.log.flush()
    assert reader.lines() == ["x", "ab", "y"]


def test_our_own_line_begins_a_line(reader: Reader) -> None:
    reader.log.text("stdout", "no end")
    reader.log.line("offload-result n d")
    assert reader.lines() == ["no end", "offload-result n d"]


def test_notes_are_marked(reader: Reader) -> None:
    reader.log.note("one\ntwo")
    assert reader.lines() == ["offload: one", "offload: two"]


def test_a_bar_appears_every_few_seconds_and_when_it_is_complete(reader: Reader) -> None:
    for percent in range(100):
        reader.log.text("stderr", f"\r{percent}%")
        reader.clock.now += 0.125
    reader.log.text("stderr", "\r100%\n")
    assert reader.lines() == ["0%", "40%", "80%", "100%"]


def test_a_line_without_an_end_does_not_grow_for_ever(reader: Reader) -> None:
    for _ in range(5):
        reader.log.text("stdout", "x" * 10_000)
    assert [len(line) for line in reader.lines()] == [40_000]


def test_a_log_that_nobody_reads_stops_nothing() -> None:
    read, write = os.pipe()
    os.close(read)
    Log(write, Clock()).note("hello")
    os.close(write)


def test_what_is_hidden_is_in_no_line(reader: Reader) -> None:
    reader.log.hide(["s3cret-value", "s3cret-value-too", "abc", "two\nlines"])
    reader.log.text("stdout", "key s3cr")
    reader.log.text("stdout", "et-value-too and abc\n")
    reader.log.note("s3cret-value")
    assert reader.lines() == ["key *** and abc", "offload: ***"]
    assert reader.log.masked("x=s3cret-value") == "x=***"
