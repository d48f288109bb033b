"""The engine's first line is read whatever the caller has open."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator

import pytest

from jupyterlab_offload.local.process.launch import _first_line

BEYOND_SELECT = 1100


@pytest.fixture
def high_descriptors() -> Iterator[tuple[int, int]]:
    """A pipe as a busy Jupyter server would get it: its descriptors are above 1023."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < BEYOND_SELECT + 10:
        resource.setrlimit(resource.RLIMIT_NOFILE, (BEYOND_SELECT + 10, hard))
    reader, writer = os.pipe()
    os.dup2(reader, BEYOND_SELECT)
    os.dup2(writer, BEYOND_SELECT + 1)
    os.close(reader)
    os.close(writer)
    yield BEYOND_SELECT, BEYOND_SELECT + 1
    os.close(BEYOND_SELECT)
    os.close(BEYOND_SELECT + 1)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_line_arrives_through_a_high_descriptor(high_descriptors: tuple[int, int]) -> None:
    reader, writer = high_descriptors
    os.write(writer, b'{"port": 1}\n')
    assert _first_line(reader, 5.0) == b'{"port": 1}\n'


def test_silence_is_waited_for_no_longer_than_allowed(high_descriptors: tuple[int, int]) -> None:
    assert _first_line(high_descriptors[0], 0.01) is None
