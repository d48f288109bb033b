"""Jobs of other kernels and machines: found by their tags, shown before they are trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.submit import Connection, Journal, active, connect, find_jobs, plan, submit
from jupyterlab_offload.submit.find import sent_here
from jupyterlab_offload.submit.journal import SENT
from jupyterlab_offload.tests.cells.conftest import (  # noqa: F401  # fixtures
    cell_engine,
    notebook_shell,
    shell,
)
from jupyterlab_offload.tests.cells.notebook import NotebookShell
from jupyterlab_offload.tests.local.live import LiveEngine

pytestmark = pytest.mark.slow

CELL = """%%offload --wait
value = {'a': 1}
class Own:
    pass
own = Own()
print('shown' + ' by the job')
"""


def fresh(shell: NotebookShell) -> None:  # noqa: F811  # fixture
    """As in a new kernel."""
    shell.extension_manager.unload_extension("jupyterlab_offload")
    shell.reset(new_session=True)
    shell.extension_manager.load_extension("jupyterlab_offload")


def fine(shell: NotebookShell, cell: str) -> str:  # noqa: F811  # fixture
    shown = shell.run(cell)
    assert shown.error is None, (shown.error, shown.traceback)
    return shown.text()


@pytest.fixture
def sent(shell: NotebookShell) -> str:  # noqa: F811  # fixture
    """The name of a job whose kernel is gone."""
    fine(shell, CELL)
    name = fine(shell, "import jupyterlab_offload as offload\nprint(offload.last().name)").strip()
    fresh(shell)
    return name


@pytest.fixture
def foreign(sent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same, sent from another machine."""
    monkeypatch.setenv("OFFLOAD_CACHE", str(tmp_path / "other-machine"))
    return sent


def test_jobs_of_an_earlier_kernel_are_listed(sent: str, shell: NotebookShell) -> None:  # noqa: F811  # fixture
    line = next(line for line in fine(shell, "%offload jobs").splitlines() if sent in line)
    assert "Done" in line and "another machine" not in line


def test_a_foreign_job_is_listed_and_shown_before_it_is_attached(
    foreign: str,
    shell: NotebookShell,  # noqa: F811  # fixture
) -> None:
    line = next(line for line in fine(shell, "%offload jobs").splitlines() if foreign in line)
    assert "another machine" in line
    shown = fine(shell, f"%offload attach {foreign}")
    for words in ("not sent from this machine", "sent by", "local/python", "value = {'a': 1}"):
        assert words in shown
    assert fine(shell, "print(value)") == "{'a': 1}\n"
    assert fine(shell, "print('Own' in globals(), 'own' in globals())") == "False False\n"


def test_trust_is_given_only_to_what_was_shown(foreign: str, shell: NotebookShell) -> None:  # noqa: F811  # fixture
    first = shell.run(f"%offload attach {foreign} --trust")
    assert first.error is not None and "run this again" in first.error[1]
    assert "value = {'a': 1}" in first.text()
    assert shell.run("own").error is not None
    fine(shell, f"%offload attach {foreign} --trust")
    assert fine(shell, "print(type(own) is Own, value)") == "True {'a': 1}\n"


def test_outputs_that_are_not_trusted_are_not_shown(
    foreign: str,
    shell: NotebookShell,  # noqa: F811  # fixture
) -> None:
    shown = shell.run(f"%offload show {foreign}")
    assert shown.error is not None and f"`%offload attach {foreign} --trust`" in shown.error[1]
    assert "sent by" in shown.text() and "shown by the job" not in shown.text()
    fine(shell, f"%offload attach {foreign} --trust")
    assert fine(shell, f"%offload show {foreign}") == "shown by the job\n"


def test_from_python_alike(foreign: str, shell: NotebookShell) -> None:  # noqa: F811  # fixture
    fine(shell, "import jupyterlab_offload as offload")
    assert "sent by" in fine(shell, f"plain = offload.attach({foreign!r})")
    assert fine(shell, "print(sorted(plain.wait().results))") == "['value']\n"
    fine(shell, f"all = offload.attach({foreign!r}, trust=True)")
    assert "own" in fine(shell, "print(sorted(all.wait().results))")


def test_without_search_jobs_are_listed_by_their_names(
    sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from botocore.exceptions import ClientError

    connection = connect(active())
    response: Any = {
        "Error": {"Code": "AccessDeniedException", "Message": "no"},
        "ResponseMetadata": {"HTTPStatusCode": 400},
    }

    def denied(**_: Any) -> None:
        raise ClientError(response, "Search")

    monkeypatch.setattr(connection.client("sagemaker"), "search", denied)
    assert sent in [one.name for one in find_jobs(connection)]


def test_what_no_list_has_yet_is_known_from_the_journal(
    sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connect(active())
    Journal().mark(connection.identity, sent, SENT)  # its kernel did not see it end
    monkeypatch.setattr(connection.client("sagemaker"), "search", lambda **_: {"Results": []})
    assert sent in [one.name for one in find_jobs(connection)]
    assert find_jobs(connection)[0].notebook == ""


def test_a_job_with_the_name_of_ours_is_not_ours(sent: str) -> None:
    connection = connect(active())
    entry = Journal().get(connection.identity, sent)
    assert entry is not None and sent_here(connection, sent, entry.nonce)
    assert not sent_here(connection, sent, "f" * 32)
    assert not sent_here(connection, sent, "")


def request_of(connection: Connection, **changed: Any) -> dict[str, Any]:
    from jupyterlab_offload.submit import Payload

    planned = plan({"version": 1, "kind": "cell"}, Payload(parts=[{"source": "x = 1"}]), connection)
    submit(planned, connection)
    name = f"{planned.name[:40]}-b"
    return json.loads(json.dumps({**planned.request, "TrainingJobName": name})) | changed


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"OutputDataConfig": {"S3OutputPath": "s3://evil-bucket/offload/jobs"}}, "evil-bucket"),
        ({"Environment": {}}, "was not sent by Offload"),
        ({"Environment": {"OFFLOAD_NONCE": 'x" ?"'}}, "was not sent by Offload"),
    ],
)
def test_what_lies_elsewhere_or_is_none_of_ours_is_refused(
    shell: NotebookShell,  # noqa: F811  # fixture
    cell_engine: LiveEngine,  # noqa: F811  # fixture
    changed: dict[str, Any],
    says: str,
) -> None:
    request = request_of(connect(active()), **changed)
    cell_engine.sagemaker.create_training_job(**request)
    shown = shell.run(f"%offload attach {request['TrainingJobName']}")
    assert shown.error is not None and says in shown.error[1]
    cell_engine.ended(request["TrainingJobName"])
