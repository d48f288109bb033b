"""A program's output on its way to the log, also when the log cannot take it."""

from __future__ import annotations

import os
import sqlite3
import time

import pytest

from jupyterlab_offload.local.runner.output import GROUP, Output, stream_name
from jupyterlab_offload.local.store import log_streams
from jupyterlab_offload.local.store.logs import LogWriter

from .conftest import Bench


def feed(output: Output, *chunks: bytes) -> None:
    """Writes into the pipe as a program would, and closes it."""
    write = output.open()
    keep = os.dup(write)
    output.follow(write)
    for chunk in chunks:
        os.write(keep, chunk)
    os.close(keep)
    output.drain(5)


def test_notes_and_output_come_in_the_order_of_their_making(bench: Bench) -> None:
    output = Output(bench.home, stream_name("job", 1.5))
    output.note("before")
    feed(output, b"one\ntw", b"o\nthree")
    output.note("between")
    feed(output, b"four\n")
    output.close()
    assert bench.lines("job") == ["before", "one", "two", "three", "between", "four"]
    assert output.last_line == "four"
    assert output.size == 18


@pytest.mark.parametrize("error", [OSError(28, "full"), sqlite3.OperationalError("locked")])
def test_a_log_that_cannot_be_written_does_not_hold_the_program_up(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    append = LogWriter.append

    def fail_once(writer: LogWriter, chunk: bytes) -> int:
        monkeypatch.setattr(LogWriter, "append", append)
        raise error

    monkeypatch.setattr(LogWriter, "append", fail_once)
    output = Output(bench.home, "job/algo-1-1")
    feed(output, b"lost\n")
    feed(output, b"x" * 3_000_000, b"\nkept\n")
    output.close()
    assert bench.lines("job")[-1] == "kept"


def test_a_stream_that_could_not_be_listed_at_first_is_listed_in_the_end(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = log_streams.register

    def fail_once(*arguments: object) -> None:
        monkeypatch.setattr(log_streams, "register", register)
        raise sqlite3.OperationalError("locked")

    monkeypatch.setattr(log_streams, "register", fail_once)
    output = Output(bench.home, "job/algo-1-1")
    feed(output, b"line\n")
    output.close()
    assert log_streams.get(bench.db, GROUP, "job/algo-1-1", int(time.time() * 1000)) is not None


def test_a_survivor_that_keeps_the_pipe_open_is_not_waited_for(bench: Bench) -> None:
    output = Output(bench.home, "job/algo-1-1")
    write = output.open()
    survivor = os.dup(write)
    output.follow(write)
    os.write(survivor, b"said\n")
    began = time.monotonic()
    output.drain(0.1)
    assert time.monotonic() - began < 1.0
    output.close()
    os.close(survivor)
    assert bench.lines("job") == ["said"]
