"""What somebody who can write to the bucket could do to a cell: nothing of it is loaded or runs.

`before_start` and `before_fetch` run between the creation of the job and its start, and between
its end and the look at its results.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.kernel.following import remote
from jupyterlab_offload.local.process.switch import clear_scenario, set_scenario
from jupyterlab_offload.submit import Connection, active, connect
from jupyterlab_offload.tests.cells.conftest import (  # noqa: F401  # fixtures
    cell_engine,
    notebook_shell,
    shell,
)
from jupyterlab_offload.tests.cells.notebook import NotebookShell, Outputs
from jupyterlab_offload.tests.local.live import LiveEngine

pytestmark = pytest.mark.slow

Tamper = Callable[["Bucket"], None]


def some(names: Iterable[str], *kept: str) -> list[Any]:
    """All of them under `long`, without it those that are kept."""
    return [pytest.param(name, marks=[] if name in kept else [pytest.mark.long]) for name in names]


class Bucket:
    """Everything of one job that lies in the bucket, to be replaced."""

    def __init__(self, engine: LiveEngine, name: str) -> None:
        self._s3, self.name, self.place = engine.s3, name, connect(active()).place

    def keys(self, prefix: str = "") -> list[str]:
        prefix = prefix or self.place.job(self.name)
        found = self._s3.list_objects_v2(Bucket=self.place.bucket, Prefix=prefix)
        return [one["Key"] for one in found.get("Contents", ())]

    def get(self, key: str) -> bytes:
        return bytes(self._s3.get_object(Bucket=self.place.bucket, Key=key)["Body"].read())

    def put(self, key: str, data: bytes) -> None:
        self._s3.put_object(Bucket=self.place.bucket, Key=key, Body=data)

    @property
    def base(self) -> str:
        """Where the results lie."""
        return self.place.output(self.name) + "model/"

    def result(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.get(self.base + "result.json"))
        return found

    def put_result(self, document: Any) -> None:
        data = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.put(self.base + "result.json", data)

    def forge(self, format: str, data: bytes, meta: dict[str, Any] | None = None) -> None:
        """A value `forged` in place of all others."""
        self.put(self.base + "values/0", data)
        entry = {
            "names": ["forged"],
            "format": format,
            "meta": meta or {"names": ["forged"]},
            "file": "values/0",
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
        }
        self.put_result({**self.result(), "values": [entry]})


@pytest.fixture
def bomb(tmp_path: Path) -> Iterator[bytes]:
    """A pickle that leaves a trace when it is loaded."""
    trace = tmp_path / "it-ran"
    yield pickle.dumps(Bomb(str(trace)))
    assert not trace.exists()


class Bomb:
    def __init__(self, trace: str) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return open, (self.trace, "w")


@pytest.fixture
def before_start(
    cell_engine: LiveEngine,  # noqa: F811  # fixture
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Tamper], None]:
    def install(tamper: Tamper) -> None:
        client = connect(active()).client("sagemaker")
        create = client.create_training_job

        def after(**request: Any) -> Any:
            tamper(Bucket(cell_engine, request["TrainingJobName"]))
            return create(**request)

        monkeypatch.setattr(client, "create_training_job", after)

    return install


@pytest.fixture
def before_fetch(
    cell_engine: LiveEngine,  # noqa: F811  # fixture
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Tamper], None]:
    def install(tamper: Tamper) -> None:
        vouched = remote.vouched_digest
        done: list[str] = []

        def after(connection: Connection, name: str, nonce: str) -> str | None:
            if name not in done:
                done.append(name)
                tamper(Bucket(cell_engine, name))
            return vouched(connection, name, nonce)

        monkeypatch.setattr(remote, "vouched_digest", after)

    return install


@pytest.fixture(autouse=True)
def _nothing_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "LATE_SECONDS_LOCAL", 0.5)


@pytest.fixture
def closed_log(cell_engine: LiveEngine, tmp_path: Path) -> Iterator[None]:  # noqa: F811  # fixture
    """The log may not be read: nobody vouches for results."""
    denied = {"code": "AccessDeniedException", "message": "no", "status": 400}
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps({"faults": [{"operation": "logs:*", "error": denied}]}))
    set_scenario(cell_engine.home, str(file))
    yield
    clear_scenario(cell_engine.home)


CELL = """%%offload
open("ran", "w").close()
made = [1, 2]
print("shown")
"""


def nothing_came(shell: NotebookShell, shown: Outputs, *says: str) -> None:  # noqa: F811  # fixture
    """The cell has failed with one short message, and nothing of the job is here."""
    assert shown.error is not None
    message = shown.error[1]
    assert len(message) < 400 and "\n" not in message, message
    assert all(word in message for word in says), message
    assert not {"made", "forged"}.intersection(shell.user_ns)
    assert "EVIL" not in shown.text()


def evil_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("__main__.py", "print('EVIL')\nopen('ran', 'w').close()")
    return file.getvalue()


def test_driver_replaced(shell: NotebookShell, before_start: Any) -> None:  # noqa: F811  # fixture
    before_start(
        lambda bucket: bucket.put(bucket.place.driver(bucket.name, "driver.pyz"), evil_zip())
    )
    nothing_came(shell, shell.run(CELL), "driver")
    assert not Path("ran").exists()


def test_manifest_replaced(shell: NotebookShell, before_start: Any) -> None:  # noqa: F811  # fixture
    def tamper(bucket: Bucket) -> None:
        key = bucket.place.driver(bucket.name, "manifest.json")
        manifest = json.loads(bucket.get(key))
        manifest["parts"] = [{"source": "print('EVIL')\nmade = 1"}]
        bucket.put(key, json.dumps(manifest).encode())

    before_start(tamper)
    nothing_came(shell, shell.run(CELL), "manifest")


@pytest.mark.long
@pytest.mark.parametrize("what", ["blob", "list"])
def test_inputs_replaced(shell: NotebookShell, before_start: Any, what: str) -> None:  # noqa: F811  # fixture
    def tamper(bucket: Bucket) -> None:
        if what == "list":
            listed = json.loads(bucket.get(bucket.place.inputs(bucket.name)))
            bucket.put(bucket.place.inputs(bucket.name), json.dumps([*listed[:1], "x"]).encode())
            bucket.put(bucket.place.blob("x"), b"EVIL")
            return
        for key in bucket.keys(bucket.place.blobs):
            if len(bucket.get(key)) < 1000:
                bucket.put(key, b"[6666,2]")

    shell.run(f"given = [{abs(hash(what)) % 10**6}, 2]")
    before_start(tamper)
    nothing_came(shell, shell.run("%%offload\nmade = given\nprint('EVIL', given)"))


def test_results_replaced(shell: NotebookShell, before_fetch: Any) -> None:  # noqa: F811  # fixture
    before_fetch(lambda bucket: bucket.put_result({**bucket.result(), "values": []}))
    nothing_came(shell, shell.run(CELL), "not those that its log vouches for")


@pytest.mark.long
def test_results_of_another_job(shell: NotebookShell, before_fetch: Any) -> None:  # noqa: F811  # fixture
    """Even of the same cell over the same inputs."""
    shell.run(CELL)
    first = shell.run("import jupyterlab_offload as offload\nprint(offload.last().name)").text()
    shell.run("del made")

    def swap(bucket: Bucket) -> None:
        other = bucket.base.replace(bucket.name, first.strip())
        for key in bucket.keys(other):
            bucket.put(bucket.base + key.removeprefix(other), bucket.get(key))

    before_fetch(swap)
    nothing_came(shell, shell.run(CELL), "not those that its log vouches for")


@pytest.mark.parametrize("file", ["values/0", "outputs.jsonl"])
def test_a_file_replaced(shell: NotebookShell, before_fetch: Any, file: str) -> None:  # noqa: F811  # fixture
    def tamper(bucket: Bucket) -> None:
        data = bucket.get(bucket.base + file)
        bucket.put(bucket.base + file, bytes([data[0] ^ 1]) + data[1:])

    before_fetch(tamper)
    nothing_came(shell, shell.run(CELL), "not what the job announced")


@pytest.mark.long
def test_a_large_value_replaced(shell: NotebookShell, before_fetch: Any) -> None:  # noqa: F811  # fixture
    """It arrives while it is read; the others come."""

    def tamper(bucket: Bucket) -> None:
        for entry in bucket.result()["values"]:
            if entry["names"] == ["large"]:
                data = bucket.get(bucket.base + entry["file"])
                bucket.put(bucket.base + entry["file"], data[:-1] + b"!")

    pytest.importorskip("numpy")
    before_fetch(tamper)
    shown = shell.run("%%offload\nimport numpy as np\nlarge = np.ones(3_000_000)\nsmall = 1")
    assert shell.user_ns.get("small") == 1 and "large" not in shell.user_ns
    assert "large did not come back" in shown.text("stderr")
    assert "not what the job announced" in shown.text("stderr")


def test_a_written_file_replaced(shell: NotebookShell, before_fetch: Any) -> None:  # noqa: F811  # fixture
    """Later cells go on: the file is named and what else came is here."""

    def tamper(bucket: Bucket) -> None:
        for entry in bucket.result()["files"]:
            bucket.put(bucket.base + entry["file"], b"EVIL"[: entry["size"]])

    before_fetch(tamper)
    shown = shell.run("%%offload\nopen('note.txt', 'w').write('good')\nmade = 1")
    assert shown.error is None and "note.txt did not come back" in shown.text("stderr")
    assert not Path("note.txt").exists()
    assert shell.run("print(made)").text() == "1\n"


# The cell's own environment has no nonce any more.
NONCE = """import json, os
assert "OFFLOAD_NONCE" not in os.environ
folder = os.environ.get("SM_CHANNEL_OFFLOAD", "/opt/ml/input/data/offload")
nonce = json.load(open(folder + "/manifest.json"))["nonce"]
del folder
"""
IMITATE = NONCE + "print('offload-result', nonce, '0' * 64)\n"
LATER = """
import atexit
atexit.register(lambda: print("offload-result", nonce, "0" * 64, flush=True))
"""
CHILD = """
import subprocess
subprocess.run(["echo", "offload-result", nonce, "0" * 64])
"""


@pytest.mark.parametrize(
    "imitation",
    [
        IMITATE,
        pytest.param(IMITATE * 2, marks=pytest.mark.long),
        pytest.param(NONCE + CHILD, marks=pytest.mark.long),
        pytest.param("print('drawn\\r', end='')\n" + IMITATE, marks=pytest.mark.long),
        pytest.param(IMITATE.replace("print(", "print('  ',"), marks=pytest.mark.long),
    ],
)
def test_a_line_that_imitates_the_digests(shell: NotebookShell, imitation: str) -> None:  # noqa: F811  # fixture
    nothing_came(shell, shell.run(f"%%offload\n{imitation}made = 1"), "more than once")


@pytest.mark.parametrize(
    "imitation",
    [
        NONCE + LATER,
        pytest.param(IMITATE.replace("64", "63"), marks=pytest.mark.long),
        IMITATE.replace("print(", "print('see', "),
        IMITATE.replace("', nonce", "', 'f' * 32"),
    ],
)
def test_a_line_that_is_none_or_comes_too_late_changes_nothing(
    shell: NotebookShell,  # noqa: F811  # fixture
    imitation: str,
) -> None:
    shown = shell.run(f"%%offload\n{imitation}\nmade = 1")
    if shown.error is None:
        assert shell.user_ns["made"] == 1
    else:
        nothing_came(shell, shown, "more than once")


# Where the log may not be read


def test_only_typed_values_come_where_nobody_vouches(
    shell: NotebookShell,  # noqa: F811  # fixture
    closed_log: None,
) -> None:
    shown = shell.run("%%offload\nclass Own:\n    pass\nmade, own = [1, 2], Own()\nprint('shown')")
    assert shell.user_ns.get("made") == [1, 2] and "own" not in shell.user_ns, shown
    assert "own did not come back" in shown.text("stderr")
    assert "not trusted" in shown.text("stderr")


FORGED_DOCUMENTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another job's": lambda result: {**result, "job": "other"},
    "another nonce": lambda result: {**result, "nonce": "0" * 32},
    "no JSON": lambda result: b"\x80\x04.",
    "deeply nested": lambda result: b"[" * 200_000 + b"]" * 200_000,
    "no text": lambda result: b'{"a":"\\xff"}',
    "a file elsewhere": lambda result: with_value(result, file="../../other/output/model/values/0"),
    "an absolute file": lambda result: with_value(result, file="/etc/passwd"),
    "a name twice": lambda result: {**result, "values": result["values"] * 2},
    "a name twice in one": lambda result: with_value(result, names=["made", "made"]),
    "a size below nothing": lambda result: with_value(result, size=-1),
    "a size without end": lambda result: with_value(result, size=10**30),
}


def with_value(result: dict[str, Any], **members: Any) -> dict[str, Any]:
    first, *others = result["values"]
    return {**result, "values": [{**first, **members}, *others]}


@pytest.mark.parametrize("what", some(FORGED_DOCUMENTS, "another job's", "a name twice"))
def test_forged_results(
    shell: NotebookShell,  # noqa: F811  # fixture
    closed_log: None,
    before_fetch: Any,
    what: str,
) -> None:
    before_fetch(lambda bucket: bucket.put_result(FORGED_DOCUMENTS[what](bucket.result())))
    nothing_came(shell, shell.run(CELL))


@pytest.mark.long
def test_a_huge_result(
    shell: NotebookShell,  # noqa: F811  # fixture
    closed_log: None,
    before_fetch: Any,
) -> None:
    before_fetch(lambda bucket: bucket.put_result(b'{"a":"' + b" " * (65 << 20) + b'"}'))
    nothing_came(shell, shell.run(CELL), "too large")


def npy_of_objects(bomb: bytes) -> bytes:
    head = b"{'descr': '|O', 'fortran_order': False, 'shape': (1,)}"
    head += b" " * (-(len(head) + 13) % 64) + b"\n"
    return b"\x93NUMPY\x03\x00" + len(head).to_bytes(4, "little") + head + bomb


def arrow_extension(bomb: bytes) -> bytes:
    """A stream whose column says to be unpickled, as pyarrow up to 14.0.0 would have done."""
    arrow = pytest.importorskip("pyarrow")
    marks = {
        b"ARROW:extension:name": b"arrow.py_extension_type",
        b"ARROW:extension:metadata": bomb,
    }
    schema = arrow.schema([arrow.field("x", arrow.int64(), metadata=marks)])
    return stream(arrow, schema, arrow.array([1]))


def compressed(bomb: bytes) -> bytes:
    """A gigabyte in a few hundred kilobytes."""
    arrow = pytest.importorskip("pyarrow")
    schema = arrow.schema([arrow.field("x", arrow.int64())])
    zeros = arrow.array(memoryview(bytes(8)).cast("q"))
    many = arrow.concat_arrays([zeros] * 1).take(arrow.array([0] * (1 << 24), arrow.int64()))
    return stream(arrow, schema, many, arrow.ipc.IpcWriteOptions(compression="zstd"))


def stream(arrow: Any, schema: Any, column: Any, options: Any = None) -> bytes:
    sink = io.BytesIO()
    with arrow.ipc.new_stream(sink, schema, options=options) as writer:
        writer.write_batch(arrow.record_batch([column], schema=schema))
    return sink.getvalue()


def boxed(doc: Any, *sections: bytes) -> bytes:
    from jupyterlab_offload.codecs.box import boxed as box
    from jupyterlab_offload.codecs.memory import section_of

    return b"".join(box(doc, [section_of(one) for one in sections]).blocks())


FORGED_VALUES: dict[str, Callable[[bytes], tuple[str, bytes]]] = {
    "a pickle": lambda bomb: ("pickle", bomb),
    "a pickle as JSON": lambda bomb: ("json", bomb),
    "a pickle as an array": lambda bomb: ("npy", bomb),
    "a pickle as tensors": lambda bomb: ("safetensors", bomb),
    "a pickle as a tree": lambda bomb: ("tree", bomb),
    "a pickle as a frame": lambda bomb: ("frame", bomb),
    "an array of objects": lambda bomb: ("npy", npy_of_objects(bomb)),
    "a format of ours that is none": lambda bomb: ("joblib", bomb),
    "deep JSON": lambda bomb: ("json", b"[" * 100_000 + b"]" * 100_000),
    "an Arrow extension": lambda bomb: (
        "frame", boxed({"$": "polars", "t": "DataFrame", "b": [0]}, arrow_extension(bomb))
    ),
    "a compressed stream": lambda bomb: (
        "frame", boxed({"$": "polars", "t": "DataFrame", "b": [0]}, compressed(bomb))
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", some(FORGED_VALUES, "an array of objects", "a compressed stream"))
def test_forged_values(
    shell: NotebookShell,  # noqa: F811  # fixture
    closed_log: None,
    before_fetch: Any,
    bomb: bytes,
    what: str,
) -> None:
    meta = {"names": ["forged"], "d": "|O", "s": [1], "a": None, "w": True}
    format, data = FORGED_VALUES[what](bomb)
    before_fetch(lambda bucket: bucket.forge(format, data, meta))
    shown = shell.run(CELL)
    text = shown.text("stderr")
    assert "forged did not come back" in text and len(text) < 600, text
    assert not {"made", "forged"}.intersection(shell.user_ns)


PATHS = ("../up", "/tmp/offload-absolute", "a/../../up", "link/in", "x\0y")


@pytest.mark.parametrize("path", some(PATHS, "link/in"))
def test_forged_files_are_not_written(
    shell: NotebookShell,  # noqa: F811  # fixture
    closed_log: None,
    before_fetch: Any,
    tmp_path: Path,
    path: str,
) -> None:
    (tmp_path.parent / "elsewhere").mkdir(exist_ok=True)
    Path("link").symlink_to(tmp_path.parent / "elsewhere")

    def tamper(bucket: Bucket) -> None:
        stored = {"file": "files/0", "sha256": hashlib.sha256(b"EVIL").hexdigest(), "size": 4}
        bucket.put(bucket.base + "files/0", b"EVIL")
        bucket.put_result({**bucket.result(), "files": [{"path": path, **stored}]})

    before_fetch(tamper)
    shell.run(CELL)
    assert not (tmp_path.parent / "up").exists()
    assert not Path("/tmp/offload-absolute").exists()
    assert not list((tmp_path.parent / "elsewhere").iterdir())


# What a job's own error may do to the kernel


CHAIN = """%%offload
try:
    error = ValueError("first")
    for number in range(10_000):
        later = ValueError(f"number {number}")
        later.__cause__ = error
        error = later
    made = 1
    raise error
finally:
    del error, later
"""


def test_an_error_with_ten_thousand_causes(shell: NotebookShell) -> None:  # noqa: F811  # fixture
    shown = shell.run(CHAIN)
    assert shown.error == ("ValueError", "number 9999")
    assert shell.user_ns["made"] == 1
    assert shell.run("print(made)").text() == "1\n"


@pytest.mark.parametrize("depth", [900, pytest.param(5_000, marks=pytest.mark.long)])
def test_a_forged_error_nested_without_end(
    shell: NotebookShell,  # noqa: F811  # fixture
    closed_log: None,
    before_fetch: Any,
    depth: int,
) -> None:
    def tamper(bucket: Bucket) -> None:
        one = '{"type":"ValueError","message":"m","args":["m"],"exceptions":[],"cause":'
        error = one * depth + "null" + "}" * depth
        result = json.dumps({**bucket.result(), "status": "failed", "error": "ERROR"})
        bucket.put_result(result.replace('"ERROR"', error).encode())

    before_fetch(tamper)
    shown = shell.run(CELL)
    assert shown.error is not None and shown.error[0] in ("ValueError", "RemoteError"), shown.error
    assert len(shown.error[1]) < 400
    assert shell.run("print(1)").text() == "1\n"
