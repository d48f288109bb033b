"""Outputs without end or sense: the kernel lives, its memory and the notebook stay small."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyterlab_offload.kernel.display.card import MIME

from .kernels import Kernel
from .scene import Scene

pytestmark = [pytest.mark.slow, pytest.mark.timeout(290)]

MEMORY = """
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""

OUTPUTS = {
    "a script": "display(HTML('<b>kept</b><script>alert(1)</script><img src=x onerror=alert(1)>'))",
    "fifty megabytes": "for _ in range(50):\n    print('x' * 79)\n    print('y' * 2**20)",
    "many lines": "for number in range(600_000):\n    print(number)",
    "a million clearings": (
        "for number in range(1_000_000):\n    clear_output(wait=True)\n"
        "    if number % 100 == 0:\n        print(number)\nprint('last')"
    ),
    "colours": "print('\\x1b[31mred\\x1b[0m\\x1b]0;title\\x07\\x1b[2J' * 100)",
    "NUL and surrogates": "print('a\\x00b\\ud800c\\udcffd')\ndisplay({'k': '\\ud800'})",
    "no UTF-8": "import os\nos.write(1, bytes(range(256)) * 1000)",
    "carriage returns": "for number in range(300_000):\n    print(number, end='\\r')",
    "a line of a megabyte": "print('z' * 2**20)\nprint('w' * 2**20)",
    "fifty megabytes of HTML": "display(HTML('<table>' + '<tr><td>x</td></tr>' * 2_500_000))",
    "many displays": "for number in range(20_000):\n    display(number)",
    "a name of megabytes": "raise ValueError('m' * (20 << 20))",
}
QUICK = ("a script", "NUL and surrogates")


def card_of(kernel: Kernel, body: str) -> dict[str, Any]:
    """The card of a job after its end, as the notebook keeps it."""
    source = f"%%offload --no-wait\nfrom IPython.display import HTML, clear_output, display\n{body}"
    asked = kernel.send(source, "hostile")
    shown = kernel.shown(asked)
    assert not shown.error, shown.error[:300]
    kernel.run("import jupyterlab_offload as offload\nlast = offload.last().wait()")
    data = kernel.updated()
    assert data[MIME]["status"] in ("Completed", "Failed")
    return data


@pytest.mark.parametrize(
    "what",
    [pytest.param(one, marks=[] if one in QUICK else [pytest.mark.long]) for one in OUTPUTS],
)
def test_a_card_of(scene: Scene, what: str) -> None:
    kernel = scene.kernel()
    before = int(kernel.run(MEMORY))
    data = card_of(kernel, OUTPUTS[what])
    kept = {
        kind: found.splitlines(keepends=True) if isinstance(found, str) else found
        for kind, found in data.items()
    }
    size = len(json.dumps(kept, ensure_ascii=False, indent=6).encode())
    assert size < 5_000_000, f"{size / 1e6:.1f} MB"
    assert "<script" not in data["text/html"] and "onerror" not in data["text/html"]
    assert not any(ord(one) < 32 and one not in "\n\t\r" for one in data["text/html"])
    assert int(kernel.run(MEMORY)) - before < 700
    if what == "a million clearings":
        assert data["text/html"].endswith('<pre class="jp-Offload-stream">last\n</pre></div></div>')
    kernel.run("assert isinstance(last.outputs, list)\nprint('lives')")


@pytest.mark.long
@pytest.mark.parametrize("what", ["a million clearings", "NUL and surrogates", "no UTF-8"])
def test_shown_where_the_cell_waits(scene: Scene, what: str) -> None:
    kernel = scene.kernel()
    body = f"from IPython.display import HTML, clear_output, display\n{OUTPUTS[what]}"
    shown = kernel.ask(f"%%offload --wait\n{body}", "hostile")
    assert not shown.error, shown.error[:300]
    if what == "a million clearings":
        assert "last" in shown.text
    assert kernel.run("print('lives')") == "lives\n"
