"""Results that nobody vouches for: plain values at most, and nothing of them runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_offload.codecs import encode
from jupyterlab_offload.kernel.binding.results import bind_results
from jupyterlab_offload.kernel.binding.settings import Taken, take_options
from jupyterlab_offload.kernel.following.outcome import Outcome
from jupyterlab_offload.kernel.job import Job
from jupyterlab_offload.spec import SpecError, result
from jupyterlab_offload.transfer import bytes_blob

DIGEST = "0" * 64
HEAD: dict[str, Any] = {"version": 1, "job": "j", "nonce": "n", "status": "done", "values": []}


def bound(document: dict[str, Any], **values: object) -> tuple[dict[str, Any], Job]:
    """A namespace after an attached job's untrusted result was bound, and the job."""
    import io

    files, entries = {}, []
    for number, item in enumerate(encode(values).items):
        data = b"".join(item.chunks())
        name = f"values/{number}"
        files[name] = io.BytesIO(data)
        stored = {"file": name, "sha256": bytes_blob(data, name).sha256, "size": len(data)}
        entries.append({"names": item.names, "format": item.format, "meta": item.meta, **stored})
    checked = result(json.dumps({**HEAD, **document, "values": entries}).encode())
    shell: Any = SimpleNamespace(user_ns={"mine": [1], "open": open})
    session: Any = SimpleNamespace()
    job = Job(session, "j", "local", None)
    job.finish(Outcome(checked, files, trusted=False))
    bind_results(shell, job, {}, frozenset())
    return shell.user_ns, job


def test_values_come(tmp_path: Path) -> None:
    namespace, _ = bound({}, x={"a": [1, 2]})
    assert namespace["x"] == {"a": [1, 2]}


def test_nothing_is_imported_defined_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "offload_evil.py").write_text("raise SystemExit('EVIL RAN')")
    stored = {"path": "conftest.py", "file": "files/0", "sha256": DIGEST, "size": 1}
    namespace, job = bound(
        {
            "modules": {"m": "offload_evil"},
            "imports": {"i": ["offload_evil", "x"]},
            "definitions": [{"name": "d", "source": "d = 1 / 0", "line": 1}],
            "files": [stored],
            "deleted": ["mine"],
            "aliases": {"open": "mine"},
        }
    )
    assert namespace == {"mine": [1], "open": open}
    assert "offload_evil" not in sys.modules
    assert not (tmp_path / "conftest.py").exists()
    assert set(job.problems) == {"m", "i", "d", "conftest.py"}


def test_states_of_generators_and_names_of_ipythons_own_are_left_alone() -> None:
    import random

    before = random.getstate()
    state = random.Random(1).getstate()
    namespace, job = bound({}, **{"@random": state, "__builtins__": {}, "_": 1, "f.__doc__": "x"})
    assert random.getstate() == before
    assert namespace == {"mine": [1], "open": open}
    assert not job.has_last_value


def test_options_of_libraries_are_left_alone() -> None:
    before = sys.getrecursionlimit()
    values = {"@option.sys.recursionlimit": before + 7}
    namespace, job = bound({"options": {"sys": {"recursionlimit": before + 7}}}, **values)
    assert sys.getrecursionlimit() == before
    assert namespace == {"mine": [1], "open": open}
    take_options(job, Taken())
    assert sys.getrecursionlimit() == before
    assert "not trusted" in job.problems["Options of libraries"]


def test_a_pickle_is_named_and_not_loaded() -> None:
    namespace, job = bound({}, p=SimpleNamespace(a=1))
    assert "p" not in namespace and "not trusted" in job.problems["p"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
MEMBERS = (
    *("modules", "imports", "definitions", "options", "aliases", "deleted", "refused"),
    *(
        "files",
        "files_left",
        "notes",
        "missing",
        "error",
        "outputs",
        "partial",
        "reason",
        "exit_code",
    ),
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=100)
@given(members=st.dictionaries(st.sampled_from(MEMBERS), JSON, max_size=4))
def test_any_document_is_refused_or_bound(members: dict[str, Any]) -> None:
    """Nothing else is raised: an error in the watching thread would hold up who waits."""
    try:
        namespace, _ = bound(members, x=1)
    except SpecError:
        return
    assert set(namespace) == {"mine", "open", "x"}
