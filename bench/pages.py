"""Pages out of much: 100,000 keys, 10,000 jobs, a stream of 1,000,000 lines."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.store import jobs as job_store
from jupyterlab_offload.local.store.db import Database
from jupyterlab_offload.local.store.logs import LogWriter

from . import servers
from .jobs import SLEEPER, training_job
from .report import Row, limit_row, seconds

KEYS, JOBS, LINES = 100_000, 10_000, 1_000_000
GROUP = "/aws/sagemaker/TrainingJobs"
LONG = "long"
STREAM = f"{LONG}/algo-1-1"


def rows() -> Iterator[Row]:
    with servers.engine(prepare=_seed) as ours:
        yield from _keys(ours)
        yield from _jobs(ours)
        yield from _log(ours)


def _seed(home: Home) -> None:
    """Fills the store before the engine starts, so that its scheduler sees no job half made."""
    db = Database(home.index_file)
    _seed_objects(db)
    seed_jobs(db)
    seed_log(db, home)
    db.close()


def _seed_objects(db: Database) -> None:
    """Rows alone, without bytes: a listing reads nothing else."""
    with db.write():
        db.run("INSERT INTO buckets VALUES ('bench', ?, 'us-east-1')", time.time())
        for number in range(KEYS):
            db.run(
                "INSERT INTO objects (bucket, key, blob, size, etag, modified, info)"
                " VALUES ('bench', ?, 'none', 0, 'd41d8cd98f00b204e9800998ecf8427e', ?, '{}')",
                f"data/{number // 1000:03}/{number:06}",
                time.time(),
            )


def seed_jobs(db: Database, owner: str | None = None) -> None:
    """Jobs that are over, of a class of thirty or of one owner, from thirty notebooks."""
    for number in range(JOBS):
        person = f"person-{number % 30}"
        seed_job(db, f"job-{number:05}", owner or person, f"{person}.ipynb", number / 1000)


def seed_job(db: Database, name: str, owner: str, notebook: str = "", later: float = 0.0) -> None:
    """A job that is over, created now or so many seconds later."""
    now = time.time() + later
    arn = f"arn:aws:sagemaker:us-east-1:000000000000:training-job/{name}"
    tags = {"offload:owner": owner, "offload:kind": "cell", "offload:notebook": notebook}
    job_store.create(db, training_job(name, SLEEPER), arn, tags, now, "Starting")
    job_store.advance(db, name, "Completed", now, "done", status="Completed")


def seed_log(db: Database, home: Home) -> None:
    """A log of ``LINES`` lines for the job ``LONG``."""
    writer = LogWriter(db, home, GROUP, STREAM, clock=time.time)
    for first in range(0, LINES, 1000):
        writer.append(
            b"".join(b"step %d loss 0.123 accuracy 0.987\n" % n for n in range(first, first + 1000))
        )
    writer.close()


def _keys(ours: servers.Server) -> Iterator[Row]:
    s3 = ours.client("s3")

    def page(number: int) -> Callable[[], Any]:
        after = f"data/{number:03}/"
        return lambda: s3.list_objects_v2(Bucket="bench", StartAfter=after)

    first, last = (_fastest(page(number)) for number in (0, 98))
    whole = seconds(lambda: _walk(s3))
    yield Row(
        "100,000 keys in pages of 1,000",
        f"{whole:.2f} s",
        f"first page {first * 1e3:.1f} ms, last {last * 1e3:.1f} ms",
        "last ≤ 1.3 × first",
        last <= 1.3 * first,
    )


def _walk(s3: Any) -> None:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="bench")
    found = sum(len(page["Contents"]) for page in pages)
    if found != KEYS:
        raise RuntimeError(f"the listing gave {found} keys of {KEYS}")


def _jobs(ours: servers.Server) -> Iterator[Row]:
    sagemaker = ours.client("sagemaker")
    token: str | None = None
    lists, searches = [], []
    mine = {"Filters": [{"Name": "Tags.offload:owner", "Operator": "Equals", "Value": "person-7"}]}
    for _ in range(5):
        more = {"NextToken": token} if token else {}
        lists.append(seconds(lambda: sagemaker.list_training_jobs(MaxResults=100)))
        started = time.perf_counter()
        answer = sagemaker.search(
            Resource="TrainingJob",
            SearchExpression=mine,
            MaxResults=50,
            SortBy="CreationTime",
            SortOrder="Descending",
            **more,
        )
        searches.append(time.perf_counter() - started)
        token = answer.get("NextToken")
    yield limit_row(
        "10,000 jobs: ListTrainingJobs page of 100", max(lists) * 1e3, 50, "ms", "slowest of 5"
    )
    yield limit_row(
        "10,000 jobs: Search by tag, page of 50", max(searches) * 1e3, 50, "ms", "slowest of 5"
    )


def _log(ours: servers.Server) -> Iterator[Row]:
    logs = ours.client("logs")
    wire = _WireTime(logs)

    def page(**at: Any) -> Any:
        return logs.get_log_events(logGroupName=GROUP, logStreamName=STREAM, limit=10_000, **at)

    tokens = [page(startFromHead=True)["nextForwardToken"]]
    for _ in range(LINES // 10_000 - 2):
        tokens.append(page(startFromHead=True, nextToken=tokens[-1])["nextForwardToken"])
    wire.taken.clear()
    for token in (tokens[0], tokens[len(tokens) // 2], tokens[-1]) * 3:
        page(startFromHead=True, nextToken=token)
    for _ in range(3):
        page()
    yield limit_row(
        "1 M log lines: a page of 10,000, anywhere",
        statistics.median(wire.taken) * 1e3,
        20,
        "ms",
        f"slowest {max(wire.taken) * 1e3:.1f} ms; without boto3's parsing",
    )


class _WireTime:
    """Seconds from a request's sending to its whole answer, without the client's parsing of it."""

    def __init__(self, client: Any) -> None:
        self.taken: list[float] = []
        self._sent = 0.0
        client.meta.events.register("before-send", self._send)
        client.meta.events.register("before-parse", self._parse)

    def _send(self, **_: Any) -> None:
        self._sent = time.perf_counter()

    def _parse(self, **_: Any) -> None:
        self.taken.append(time.perf_counter() - self._sent)


def _fastest(action: Callable[[], Any]) -> float:
    """The median of a few calls' faster half: what the work costs when nothing disturbs it."""
    return statistics.median(sorted(seconds(action) for _ in range(6))[:3])
