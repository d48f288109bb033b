"""What this machine has sent, as the page is told of it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import fastjsonschema
import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_offload import server
from jupyterlab_offload.server import sent
from jupyterlab_offload.submit import Entry, Journal
from jupyterlab_offload.submit.connection import Connection
from jupyterlab_offload.submit.journal import ENDED

from .test_config import AWS, write
from .test_handlers import Fetch

check = fastjsonschema.compile(
    json.loads((Path(server.__file__).parent / "sent.schema.json").read_text())
)


@pytest.fixture
def journal(settings: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Journal:
    """Of somebody who has the backends class and other, and is ann in their account."""
    write(settings, backends={"class": AWS, "other": {**AWS, "region": "us-east-1"}})
    monkeypatch.setattr(Connection, "_who", lambda self: ("123456789012", "ann"))
    made = Journal(tmp_path / "journal.db", clock=lambda: 2000.0)
    monkeypatch.setattr(sent, "Journal", lambda: made)
    return made


def entry(name: str, created: float, region: str = "eu-west-1", nonce: str = "n") -> Entry:
    place = f"123456789012/{region}"
    return Entry(place, name, "class", "/home/ann/a.ipynb", "c1", "digest", nonce, created)


def test_jobs_of_that_account_and_region_come_newest_first(journal: Journal) -> None:
    for one in (entry("old", 1000.0), entry("new", 1500.0), entry("there", 1.0, "us-east-1")):
        journal.begin(one)
    journal.mark("123456789012/eu-west-1", "old", ENDED)
    answer = sent.to_backend("class")
    check(answer)
    assert [(one["name"], one["ended"]) for one in answer["jobs"]] == [
        ("new", False),
        ("old", True),
    ]
    assert answer["jobs"][0]["notebook"] == "/home/ann/a.ipynb"
    assert answer["jobs"][0]["cell"] == "c1"


def test_a_job_that_another_machine_may_have_sent_is_left_out(journal: Journal) -> None:
    journal.learn(entry("learnt", 1000.0, nonce=""))
    assert sent.to_backend("class") == {"jobs": []}


def test_no_more_than_the_newest_two_hundred_come(journal: Journal) -> None:
    for at in range(205):
        journal.begin(entry(f"job-{at}", 1000.0 + at))
    jobs = sent.to_backend("class")["jobs"]
    assert (len(jobs), jobs[0]["name"], jobs[-1]["name"]) == (200, "job-204", "job-5")


def test_the_local_engine_is_not_started_for_it(engine_home: Path) -> None:
    assert sent.to_backend("local") == {"jobs": []}
    assert not engine_home.exists()


async def test_the_page_gets_them(journal: Journal, jp_fetch: Fetch) -> None:
    journal.begin(entry("mine", 1000.0))
    response = await jp_fetch("offload", "sent", params={"backend": "class"})
    answer = json.loads(response.body)
    check(answer)
    assert [one["name"] for one in answer["jobs"]] == ["mine"]


async def test_a_backend_that_is_not_there_is_named_so(jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("offload", "sent", params={"backend": "nowhere"})
    assert refused.value.code == 404


async def test_a_journal_that_cannot_be_read_is_said_without_its_place(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, jp_fetch: Fetch
) -> None:
    def of(self: Journal, identity: str) -> list[Entry]:
        raise sqlite3.OperationalError("unable to open /home/ann/.cache/journal.db")

    monkeypatch.setattr(Journal, "of", of)
    with pytest.raises(HTTPClientError) as failed:
        await jp_fetch("offload", "sent", params={"backend": "class"})
    assert failed.value.code == 503
    assert "/home" not in str(failed.value) + (
        failed.value.response.body.decode() if failed.value.response else ""
    )


async def test_a_stranger_is_refused(jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("offload", "sent", headers={"Authorization": ""})
    assert refused.value.code == 403
