"""The line under a cell while its inputs are sent."""

from __future__ import annotations

from typing import Any

from jupyterlab_offload.kernel.display.sending import Sending, words


class Line:
    def __init__(self) -> None:
        self.texts: list[str] = []

    def show(self, text: str) -> None:
        self.texts.append(text)


def test_it_says_how_far_how_fast_and_how_long() -> None:
    assert words(20_000_000, 80_000_000, 2.0) == "Sending 20 of 80 MB, 10 MB/s, 6 s left"


def test_nothing_is_said_of_an_upload_that_has_not_begun() -> None:
    assert words(0, 80_000_000, 0.0) == "Sending 0 of 80 MB"


def test_small_uploads_and_quick_ticks_are_quiet() -> None:
    line: Any = Line()
    times = iter([0.0, 1.0, 1.1, 2.0])
    sending = Sending(line, lambda: next(times))
    sending(1, 50_000_000)
    sending(2, 50_000_000)
    sending(30_000_000, 50_000_000)
    assert len(line.texts) == 2
    small = Sending(line, lambda: 0.0)
    small(1, 100)
    assert len(line.texts) == 2
