"""What the bench of cells runs in a kernel of its own: ``python -m bench.cells_probe PROBE``.

Prints one line of JSON: the figures by name.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

from .cells_large import frame, large
from .kernel import Figures, Kernel

WARM_RUNS = 7
NAMES, LARGE, LARGE_ELEMENTS = 5000, 20, 125_000_000
"""Names in a full kernel; arrays of 1 GB among them, none of whose pages is touched."""


def cold() -> Figures:
    """A kernel's first cell: loading the extension, and until the job is accepted."""
    kernel = Kernel()
    begun = time.process_time()
    loaded = kernel.seconds("%load_ext jupyterlab_offload")
    sent = kernel.seconds("%%offload --no-wait\nx = 1")
    return {"load": loaded, "accepted": loaded + sent, "cpu": time.process_time() - begun}


def warm() -> Figures:
    """An edited cell over unchanged inputs until it is accepted; a trivial cell there and back."""
    kernel = Kernel()
    kernel.run("%load_ext jupyterlab_offload\nimport numpy as np, time")
    kernel.run("data = np.arange(1e6)\nx = 1")
    # Here, since a cold kernel has not imported botocore.
    from .wire import Wire, steps

    edited, trivial, bound, sent, most = [], [], [], [], 0
    for number in range(WARM_RUNS + 1):
        with Wire() as wire:
            edited.append(
                kernel.seconds(f"%%offload --no-wait --out total\ntotal = data.sum() + {number}")
            )
        if number:
            requests = wire.until_created()
            most = max(most, steps(requests))
            sent.append(sum(request.nbytes for request in requests))
        kernel.run("total")
    for number in range(WARM_RUNS):
        trivial.append(kernel.seconds(f"%%offload --wait\ny = x + {number}\nend = time.time()"))
        bound.append(time.time() - kernel["end"])
    return {
        "edited": statistics.median(edited[1:]),
        "steps": most,
        "bytes": max(sent),
        "trivial": statistics.median(trivial),
        "bound": statistics.median(bound),
    }


def names() -> Figures:
    """Planning a cell of three names in an empty kernel and in a full one."""
    kernel = Kernel()
    kernel.run("%load_ext jupyterlab_offload\nimport numpy as np\na, b, c = 1, 2, 3")
    plan = "%%offload --dry-run\nd = a + b + c"
    kernel.run(plan)
    few = statistics.median(kernel.seconds(plan) for _ in range(WARM_RUNS))
    kernel.run(f"for i in range({NAMES}): globals()[f'name_{{i}}'] = [i]")
    kernel.run(f"for i in range({LARGE}): globals()[f'large_{{i}}'] = np.zeros({LARGE_ELEMENTS})")
    many = statistics.median(kernel.seconds(plan) for _ in range(WARM_RUNS))
    return {"few": few, "many": many}


PROBES: dict[str, Callable[[], Figures]] = {
    "cold": cold,
    "warm": warm,
    "names": names,
    "large": large,
    "frame": frame,
}

if __name__ == "__main__":
    print(json.dumps(PROBES[sys.argv[1]]()))
