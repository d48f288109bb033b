import asyncio

from jupyterlab_offload.local.process.idle import until_idle
from jupyterlab_offload.local.store import jobs

MINUTE = 60.0


class Hours:
    """A clock that sleeping moves on, and things that happen at a time."""

    def __init__(self, events=()):
        self.now = 1000.0
        self.last_request = 1000.0
        self.events = sorted(events, key=lambda event: event[0])

    async def sleep(self, seconds):
        self.now += seconds
        while self.events and self.events[0][0] <= self.now - 1000.0:
            self.events.pop(0)[1](self)

    def end(self, engine):
        asyncio.run(until_idle(engine, lambda: self.last_request, lambda: self.now, self.sleep))
        return (self.now - 1000.0) / MINUTE


def request(hours):
    hours.last_request = hours.now


def accept(engine, name):
    job = {"TrainingJobName": name, "ResourceConfig": {}}
    jobs.create(engine.db, job, f"arn:{name}", {}, 0.0, "Starting")


def test_an_engine_that_nobody_uses_ends_after_the_time_in_the_settings(engine):
    assert engine.settings.idle_minutes == 30.0
    assert 30 <= Hours().end(engine) <= 32


def test_each_request_begins_the_time_anew(engine):
    hours = Hours([(20 * MINUTE, request), (45 * MINUTE, request)])
    assert 75 <= hours.end(engine) <= 77


def test_a_job_keeps_the_engine_until_it_ends(engine):
    accept(engine, "long")

    def end_job(hours):
        jobs.advance(engine.db, "long", "Completed", 1.0, "done", status="Completed")

    assert 230 <= Hours([(200 * MINUTE, end_job)]).end(engine) <= 232
