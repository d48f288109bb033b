"""Room for a deep recursion, where there is room."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import resource, sys, threading
from jupyterlab_offload.codecs.pickled.deep import deeply

limit, depth = int(sys.argv[1]), int(sys.argv[2])
if limit:
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + limit,) * 2)

def down(levels):
    return down(levels - 1) + 1 if levels else 0

before = sys.getrecursionlimit(), threading.stack_size()
print(deeply(lambda: down(depth)))
assert (sys.getrecursionlimit(), threading.stack_size()) == before
"""


@pytest.mark.parametrize(
    ("room", "depth"),
    [
        pytest.param(0, 20_000, id="enough"),
        pytest.param(256 << 20, 5_000, id="little"),
        pytest.param(4 << 20, 500, id="none for any stack"),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc for its own size")
def test_a_limited_address_space_gives_less_depth_and_no_error(room: int, depth: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(room), str(depth)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout == f"{depth}\n", ran.stderr
