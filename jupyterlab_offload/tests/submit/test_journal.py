"""What is written down before a job is sent."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
from pathlib import Path

import pytest

from jupyterlab_offload.submit import Entry, Journal
from jupyterlab_offload.submit.journal import ENDED, KEEP_SECONDS, SENT

ENTRY = Entry("1/us-east-1", "job", "aws", "a.ipynb", "c1", "digest", "nonce", 1000.0)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.db", clock=lambda: 2000.0)


def test_a_job_is_unfinished_until_it_has_ended(journal: Journal) -> None:
    journal.begin(ENTRY)
    assert journal.unfinished("1/us-east-1", "a.ipynb", "c1") == [ENTRY]
    journal.mark("1/us-east-1", "job", SENT)
    assert [one.state for one in journal.unfinished("1/us-east-1", "a.ipynb", "c1")] == [SENT]
    journal.mark("1/us-east-1", "job", ENDED)
    assert journal.unfinished("1/us-east-1", "a.ipynb", "c1") == []


@pytest.mark.parametrize(
    "other",
    [
        ("2/x", "a.ipynb", "c1"),
        ("1/us-east-1", "b.ipynb", "c1"),
        ("1/us-east-1", "a.ipynb", "c2"),
    ],
)
def test_other_cells_and_accounts_are_apart(journal: Journal, other: tuple[str, str, str]) -> None:
    journal.begin(ENTRY)
    assert journal.unfinished(*other) == []


def test_the_newest_comes_first(journal: Journal) -> None:
    journal.begin(ENTRY)
    journal.begin(dataclasses.replace(ENTRY, name="later", created=1500.0))
    found = journal.unfinished("1/us-east-1", "a.ipynb", "c1")
    assert [one.name for one in found] == ["later", "job"]


def test_a_refused_job_is_forgotten(journal: Journal) -> None:
    journal.begin(ENTRY)
    journal.forget("1/us-east-1", "job")
    assert journal.get("1/us-east-1", "job") is None


def test_old_entries_go(tmp_path: Path) -> None:
    now = [2000.0]
    journal = Journal(tmp_path / "journal.db", clock=lambda: now[0])
    journal.begin(ENTRY)
    now[0] += KEEP_SECONDS
    journal.begin(dataclasses.replace(ENTRY, name="new", created=now[0]))
    assert journal.get("1/us-east-1", "job") is None
    assert journal.get("1/us-east-1", "new") is not None


def test_another_process_sees_it(journal: Journal, tmp_path: Path) -> None:
    journal.begin(ENTRY)
    assert Journal(tmp_path / "journal.db").get("1/us-east-1", "job") == ENTRY


@pytest.mark.parametrize("kept", [0, 100, 5000])
def test_a_damaged_journal_is_begun_anew(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path, clock=lambda: 2000.0)
    journal.begin(ENTRY)
    data = path.read_bytes()
    path.write_bytes(data[:kept] + b"\xff" * (len(data) - kept))
    for _ in range(2):  # the first call may be the one that finds out
        with contextlib.suppress(sqlite3.DatabaseError):
            journal.begin(ENTRY)
    assert journal.unfinished("1/us-east-1", "a.ipynb", "c1") == [ENTRY]
