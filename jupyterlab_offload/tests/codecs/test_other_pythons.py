"""The package as it is packed for a job: alone, under another name, on every Python there is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import jupyterlab_offload.codecs
from jupyterlab_offload.codecs import decode, encode
from jupyterlab_offload.tests.pythons import interpreter, others

PACKAGE = Path(jupyterlab_offload.codecs.__file__).parent

SCRIPT = """
import io, json, logging, sys, warnings
from packed import codecs
from packed.codecs import options

class Thing:
    def __init__(self, part):
        self.part = part

def back(values, pickles=False):
    encoding = codecs.encode(values)
    assert not encoding.refused, encoding.refused
    found = {}
    for item in encoding.items:
        data = b"".join(item.chunks())
        assert len(data) == item.size
        meta = json.loads(json.dumps(item.meta))
        found.update(codecs.decode(item.format, meta, io.BytesIO(data), allow_pickle=pickles))
    return found

values = {
    "plain": {"a": [1, -0.0, None, "\\ud800", 2 ** 90], (1, 2): {3, "x"}, "b": b"x" * 5000},
    "long": list(range(5000)),
    "words": ["a"] * 5000,
}
assert back(values) == values

shared = [1]
result = back({"a": Thing(shared), "b": shared, "c": bytearray(100000)}, pickles=True)
assert result["a"].part is result["b"] and result["c"] == bytes(100000)

assert codecs.digest(values) == codecs.digest(values)
old, inner = {"x": [1]}, None
inner = old["x"]
assert codecs.update(old, {"x": [2], "y": 3}) and inner == [2] and old["y"] == 3
thing = Thing([1])
assert codecs.update(thing, Thing([5])) and thing.part == [5]

refused = codecs.encode({"cfg": {"fh": open(sys.executable, "rb")}}).refused["cfg"]
assert refused.path == "cfg['fh']" and refused.kind == "open file"

before = options.options()
warnings.filterwarnings("ignore", message="hush")
logging.basicConfig(level=10, format="{message}", style="{")
changed = options.plain(options.options().since(before))
assert set(changed) == {"warnings", "logging"}, changed
warnings.resetwarnings()
logging.root.handlers.clear()
for family, found in [*json.loads(json.dumps(changed)).items(), ("numpy", {"precision": 3})]:
    for name, value in found.items():
        options.put(family, name, value)
assert len(warnings.filters) == len(logging.root.handlers) == 1
warnings.warn("hush, you")

others = {"numpy", "pandas", "torch", "polars", "pyarrow", "scipy", "cloudpickle"}
assert not others & set(sys.modules), "a library was imported just to look"
assert "jupyterlab_offload" not in sys.modules

with open(sys.argv[1], "rb") as file:
    meta = {"names": ["x"]}
    assert codecs.decode("tree", meta, file, allow_pickle=False)["x"] == [list(range(5000)), "é"]
print("fine")
"""


def _pack(folder: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, folder / "packed" / "codecs", ignore=ignored)
    (folder / "packed" / "__init__.py").touch()
    (folder / "script.py").write_text(SCRIPT, "utf-8")


@pytest.mark.parametrize("version", others())
def test_it_works_alone_there(version: str, tmp_path: Path) -> None:
    python = interpreter(version)
    _pack(tmp_path)
    (item,) = encode({"x": [list(range(5000)), "é"]}).items
    (tmp_path / "sent").write_bytes(b"".join(item.chunks()))
    result = subprocess.run(
        [python, "script.py", "sent"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert (result.stdout, result.returncode) == ("fine\n", 0), result.stderr


def test_nothing_but_the_standard_library_is_imported(tmp_path: Path) -> None:
    _pack(tmp_path)
    code = "import packed.codecs, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    found = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    names = set(found.stdout.split()) - {"packed", "__main__", "_offload_rebuild"}
    assert names <= set(sys.stdlib_module_names) | {"__mp_main__"}


def test_a_pickle_from_another_place_loads_here(tmp_path: Path) -> None:
    """The functions that rebuild arrays are found wherever the package is."""
    pytest.importorskip("numpy")
    _pack(tmp_path)
    code = """
import json, sys
sys.path.insert(0, ".")
import numpy
from packed import codecs
(item,) = codecs.encode({"x": [numpy.arange(5), (a := numpy.zeros(4)), a[1:]]}).items
open("made", "wb").write(b"".join(item.chunks()))
print(json.dumps([item.format, item.meta]))
"""
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    form, meta = json.loads(made.stdout)
    assert form == "pickle"
    with (tmp_path / "made").open("rb") as file:
        value = decode(form, meta, file, allow_pickle=True)["x"]
    value[1][:] = 3
    assert value[0].tolist() == [0, 1, 2, 3, 4] and value[2].tolist() == [3, 3, 3]
