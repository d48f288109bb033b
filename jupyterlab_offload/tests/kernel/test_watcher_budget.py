"""How often kernels ask AWS: a class of thirty with three jobs each, on a clock that is ours."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

import jupyterlab_offload
from jupyterlab_offload.kernel.following import remote as following
from jupyterlab_offload.kernel.following.remote import Remote
from jupyterlab_offload.kernel.following.watcher import AWS_DESCRIBE, AWS_RESULT, Watcher
from jupyterlab_offload.submit import Backend

PEOPLE, JOBS_EACH, SECONDS = 30, 3, 1200.0
MOST_DESCRIBES, MOST_LISTS = 3.0, 0.5
"""A second, for kernels and pages together."""
BACKEND = Backend("aws", "us-east-1", "b", "", "arn:aws:iam::123456789012:role/r")


class Account:
    """Counts what it is asked; answers that every job is running."""

    backend = BACKEND
    place = SimpleNamespace(bucket="b", account="1", output=lambda name: f"{name}/output/")

    def __init__(self) -> None:
        self.now = 0.0
        self.asked: dict[str, list[float]] = {}
        self.throttles = 0

    def client(self, service: str) -> Any:
        return self

    def describe_training_job(self, **_: Any) -> dict[str, Any]:
        self._count("Describe")
        if self.throttles:
            self.throttles -= 1
            raise self._error("ThrottlingException", 400, "DescribeTrainingJob")
        return {"TrainingJobStatus": "InProgress", "SecondaryStatus": "Training"}

    def head_object(self, **_: Any) -> None:
        self._count("Head")
        raise self._error("404", 404, "HeadObject")

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"a watcher has no business with {name}")

    def _count(self, what: str) -> None:
        self.asked.setdefault(what, []).append(self.now)

    @staticmethod
    def _error(code: str, status: int, operation: str) -> ClientError:
        about = {"HTTPStatusCode": status}
        answer: Any = {"Error": {"Code": code, "Message": "x"}, "ResponseMetadata": about}
        return ClientError(answer, operation)


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    made = Account()
    monkeypatch.setattr(following, "connect", lambda backend: made)
    monkeypatch.setattr(following, "backend_named", lambda name: BACKEND)
    return made


class Running(SimpleNamespace):
    """As much of a job as is asked of it."""

    status, has_started, age, ended = "InProgress", False, 1.0, False

    def __init__(self, name: str) -> None:
        super().__init__(name=name, backend="aws", origin=object(), facts={}, trouble="")

    def __hash__(self) -> int:
        return id(self)

    def describe(self, found: Any) -> None:
        self.trouble = ""

    def complain(self, trouble: str) -> None:
        self.trouble = trouble


def looks(
    account: Account, jobs: list[Any], seconds: float, each: int = 1, seed: int = 1
) -> Iterator[Any]:
    """What kernels with so many jobs each would do; all were sent within the same ten seconds."""
    chance = random.Random(seed)
    remote = Remote()
    due: list[tuple[float, int]] = []
    watchers: list[Watcher] = []
    for number, job in enumerate(jobs):
        account.now = 10 * chance.random()
        if number % each == 0:
            watchers.append(
                Watcher(
                    remote.look,
                    lambda job: None,
                    remote.is_local,
                    clock=lambda: account.now,
                    chance=chance.random,
                )
            )
        watchers[-1]._jobs[job] = watchers[-1]._watch(job)
        heapq.heappush(due, (account.now, number))
    while due[0][0] < seconds:
        account.now, number = heapq.heappop(due)
        watcher, job = watchers[number // each], jobs[number]
        assert not watcher.step(job, watcher._jobs[job])
        heapq.heappush(due, (watcher._jobs[job].due, number))
        yield job


def rate(times: list[float], begin: float, end: float) -> float:
    return sum(begin <= one < end for one in times) / (end - begin)


def pages_share(kind: str) -> float:
    """What src/jobs/polling/pace.ts lets each page ask in a second."""
    root = Path(jupyterlab_offload.__file__).parents[1]
    path = root / "src" / "jobs" / "polling" / "pace.ts"
    aws = path.read_text("utf-8").partition("export const AWS")[2]
    budget = aws.partition("budgets")[2].partition(f"{kind}: {{ perSecond: 1 / ")[2]
    return 1 / float(budget.partition(",")[0])


def test_a_class_stays_within_what_aws_gives(account: Account) -> None:
    jobs = [Running(f"job-{number}") for number in range(PEOPLE * JOBS_EACH)]
    for _ in looks(account, jobs, SECONDS, JOBS_EACH):
        pass
    assert set(account.asked) == {"Describe", "Head"}  # nothing is listed or searched
    describes = account.asked["Describe"]
    pages = PEOPLE * pages_share("describe")
    assert rate(describes, 0, SECONDS) + pages <= MOST_DESCRIBES
    # Neither at the beginning, where all were sent together, nor in any later minute.
    for begin in range(0, int(SECONDS), 15):
        assert rate(describes, begin, begin + 15) + pages <= MOST_DESCRIBES * 1.2
    assert PEOPLE * pages_share("list") <= MOST_LISTS
    assert rate(account.asked["Head"], 60, SECONDS) == pytest.approx(
        len(jobs) / AWS_RESULT, rel=0.1
    )


def test_every_job_is_asked_about_again_and_again(account: Account) -> None:
    for _ in looks(account, [Running("one")], 10 * AWS_DESCRIBE):
        pass
    assert 9 <= len(account.asked["Describe"]) <= 11


def test_many_jobs_of_one_kernel_share_what_it_may_ask(account: Account) -> None:
    jobs = [Running(f"job-{number}") for number in range(20)]
    for _ in looks(account, jobs, SECONDS, each=20):
        pass
    assert rate(account.asked["Describe"], 60, SECONDS) == pytest.approx(1 / AWS_DESCRIBE, rel=0.1)


def test_who_is_throttled_asks_later_and_not_together(account: Account) -> None:
    jobs = [Running(f"job-{number}") for number in range(20)]
    account.throttles = 60
    troubled = [job.trouble for job in looks(account, jobs, 300) if job.trouble]
    assert "fewer requests" in troubled[0] and "ThrottlingException" not in troubled[0]
    describes = account.asked["Describe"]
    # Each is throttled three times, and asks no more often for it than otherwise.
    assert rate(describes, 0, 300) <= 20 / AWS_DESCRIBE * 1.1
    assert not [job for job in jobs if job.trouble]
    busiest = max(rate(describes, second, second + 1) for second in range(300))
    assert busiest <= 5


def test_a_job_that_was_attached_is_asked_about_at_once(account: Account) -> None:
    job = Running("one")
    job.origin = None
    next(looks(account, [job], 100))
    assert len(account.asked["Describe"]) == 1
