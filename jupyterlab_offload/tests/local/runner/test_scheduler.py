"""Which jobs run when, with real supervisors; the engine's loop is the test's own."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from jupyterlab_offload.local.context import Engine
from jupyterlab_offload.local.engine import build
from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.runner.layout import JobFolder
from jupyterlab_offload.local.runner.plan import Plan
from jupyterlab_offload.local.runner.scheduler import Scheduler
from jupyterlab_offload.local.runner.spawning import spawn
from jupyterlab_offload.local.scenario import Scenario, parse
from jupyterlab_offload.local.settings import Settings
from jupyterlab_offload.local.store import jobs

from .conftest import BUCKET, request


@pytest.fixture
def engine(home: Home) -> Engine:
    engine = build(home, Settings(slots=2, stop_grace_seconds=1.0), time.time)
    engine.objects.buckets.create(BUCKET, "us-east-1", 0.0)
    return engine


@asynccontextmanager
async def scheduling(engine: Engine, **arguments: Any) -> AsyncIterator[Scheduler]:
    scheduler = Scheduler(engine, **arguments)
    engine.wake_scheduler = scheduler.wake
    scheduler.start()
    try:
        yield scheduler
    finally:
        await scheduler.stop()


def create(engine: Engine, name: str, script: str, instances: int = 1, **members: Any) -> None:
    wanted = request(name, script, **members)
    wanted["ResourceConfig"]["InstanceCount"] = instances
    jobs.create(
        engine.db,
        wanted,
        engine.arn("sagemaker", f"training-job/{name}"),
        {},
        engine.clock(),
        "Starting the training job",
    )
    engine.wake_scheduler()


def stop(engine: Engine, name: str) -> None:
    jobs.request_stop(engine.db, name, engine.clock(), "Stopping the training job")
    engine.wake_scheduler()


def state(engine: Engine, name: str) -> jobs.Job:
    job = jobs.get(engine.db, name)
    assert job is not None
    return job


async def until(predicate: Callable[[], Any], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not predicate():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


def ended(engine: Engine, *names: str) -> Callable[[], bool]:
    return lambda: all(state(engine, name).is_terminal for name in names)


def overlap(engine: Engine, names: list[str]) -> int:
    """How many of the jobs were running at once, at most."""
    changes = []
    for name in names:
        found = state(engine, name).state
        changes += [(found["started"], 1), (found["ended"], -1)]
    running = most = 0
    for _, change in sorted(changes):
        running += change
        most = max(most, running)
    return most


def test_no_more_instances_run_than_there_are_slots_and_all_jobs_end(engine: Engine) -> None:
    names = [f"job-{number}" for number in range(8)]

    async def run() -> None:
        async with scheduling(engine):
            for name in names:
                create(engine, name, "sleep 0.1")
            await asyncio.sleep(0.1)
            waiting = state(engine, names[-1])
            assert waiting.secondary == "Starting"
            assert waiting.state["transitions"][-1]["StatusMessage"] == (
                "Waiting for a free instance: this machine runs 2 at once"
            )
            await until(ended(engine, *names), 30)

    asyncio.run(run())
    assert {state(engine, name).status for name in names} == {"Completed"}
    assert overlap(engine, names) == 2
    begun = [state(engine, name).state["started"] for name in names]
    assert begun[:2] < begun[2:4] < begun[4:6]


def test_a_supervisor_that_is_killed_while_it_clears_away_leaves_no_folder(engine: Engine) -> None:
    folder = JobFolder(engine.home.job("job"))

    async def run() -> None:
        async with scheduling(engine):
            create(engine, "job", "echo begun; sleep 60")
            await until(lambda: state(engine, "job").secondary == "Training")
            facts = {"status": "Completed", "ended": engine.clock()}
            jobs.advance(engine.db, "job", "Completed", engine.clock(), "done", **facts)
            os.kill(int(folder.pid.read_text()), signal.SIGKILL)
            await until(lambda: not folder.root.exists())

    asyncio.run(run())
    assert state(engine, "job").status == "Completed"


@pytest.mark.slow
def test_fifty_jobs_at_once_all_end(engine: Engine) -> None:
    names = [f"job-{number}" for number in range(50)]

    async def run() -> None:
        async with scheduling(engine):
            for name in names:
                create(engine, name, "echo $TRAINING_JOB_NAME > $SM_MODEL_DIR/m")
            await until(ended(engine, *names), 60)

    asyncio.run(run())
    assert {state(engine, name).status for name in names} == {"Completed"}
    assert overlap(engine, names) <= 2


def test_a_job_larger_than_all_slots_runs_alone_and_is_not_overtaken(engine: Engine) -> None:
    async def run() -> None:
        async with scheduling(engine):
            create(engine, "first", "sleep 0.3")
            create(engine, "large", "sleep 0.1", instances=5)
            create(engine, "small", "true")
            await until(ended(engine, "first", "large", "small"))

    asyncio.run(run())
    first, large, small = (state(engine, name).state for name in ("first", "large", "small"))
    assert first["ended"] <= large["started"]
    assert large["ended"] <= small["started"]


def test_a_waiting_job_that_is_stopped_never_starts(engine: Engine) -> None:
    async def run() -> None:
        async with scheduling(engine):
            create(engine, "large", "sleep 1", instances=2)
            create(engine, "waits", "true")
            await until(lambda: state(engine, "large").secondary == "Training")
            stop(engine, "waits")
            await until(ended(engine, "waits"), 1.0)
            assert state(engine, "large").status == "InProgress"

    asyncio.run(run())
    job = state(engine, "waits")
    assert (job.status, job.secondary) == ("Stopped", "Stopped")
    assert "started" not in job.state


def test_a_job_stopped_right_after_its_creation_stops(engine: Engine) -> None:
    names = [f"job-{number}" for number in range(6)]

    async def run() -> None:
        async with scheduling(engine):
            for number, name in enumerate(names):
                create(engine, name, "sleep 30")
                await asyncio.sleep(number * 0.015)
                stop(engine, name)
            await until(ended(engine, *names))

    asyncio.run(run())
    assert {state(engine, name).status for name in names} == {"Stopped"}


def test_jobs_go_on_without_their_engine_and_the_next_one_adopts_them(engine: Engine) -> None:
    async def run() -> None:
        async with scheduling(engine):
            create(engine, "one", "sleep 0.5; echo end")
            create(engine, "two", "sleep 0.8")
            create(engine, "three", "true")
            await until(lambda: state(engine, "two").secondary == "Training")
        async with scheduling(engine) as second:
            assert second.busy
            await asyncio.sleep(0.1)
            assert state(engine, "three").secondary == "Starting"
            await until(ended(engine, "one", "two", "three"))

    asyncio.run(run())
    assert {state(engine, name).status for name in ("one", "two", "three")} == {"Completed"}


def test_an_adopted_job_can_be_stopped(engine: Engine) -> None:
    async def run() -> None:
        async with scheduling(engine):
            create(engine, "job", "sleep 30")
            await until(lambda: state(engine, "job").secondary == "Training")
        stop(engine, "job")
        async with scheduling(engine):
            await until(ended(engine, "job"))

    asyncio.run(run())
    assert state(engine, "job").status == "Stopped"


@pytest.mark.parametrize("adopted", [False, True])
def test_a_killed_supervisor_is_noticed_and_its_slot_used_again(
    engine: Engine, adopted: bool
) -> None:
    pids: list[int] = []

    async def run() -> None:
        async with scheduling(engine):
            create(engine, "victim", "sleep 30", instances=2)
            await until(lambda: state(engine, "victim").secondary == "Training")
            pids.append(int(JobFolder(engine.home.job("victim")).pid.read_text()))
            if not adopted:
                await kill_and_see()
        if adopted:
            async with scheduling(engine):
                await kill_and_see()

    async def kill_and_see() -> None:
        create(engine, "next", "true")
        began = time.monotonic()
        os.kill(pids[0], signal.SIGKILL)
        await until(ended(engine, "victim"), 3.0)
        assert time.monotonic() - began < 2.0
        await until(ended(engine, "next"))

    asyncio.run(run())
    job = state(engine, "victim")
    assert job.status == "Failed"
    assert "supervisor process ended unexpectedly" in job.state["failure"]
    assert state(engine, "next").status == "Completed"


def test_a_supervisor_that_died_while_no_engine_ran_is_noticed_by_the_next(engine: Engine) -> None:
    async def run() -> None:
        async with scheduling(engine) as scheduler:
            create(engine, "victim", "sleep 30")
            await until(lambda: state(engine, "victim").secondary == "Training")
            child = scheduler._running["victim"].child
        assert child is not None
        child.process.kill()
        child.process.wait()
        async with scheduling(engine):
            await until(ended(engine, "victim"))

    asyncio.run(run())
    assert state(engine, "victim").status == "Failed"


def test_a_job_whose_start_the_engine_did_not_live_to_see_is_started_by_the_next(
    engine: Engine,
) -> None:
    create(engine, "job", "true")
    folder = JobFolder(engine.home.job("job"))
    folder.root.mkdir()
    folder.lock.touch()

    async def run() -> None:
        async with scheduling(engine):
            await until(ended(engine, "job"))

    asyncio.run(run())
    assert state(engine, "job").status == "Completed"


def test_an_image_that_this_machine_lacks_fails_the_job(engine: Engine) -> None:
    async def run() -> None:
        async with scheduling(engine):
            create(
                engine, "job", "true", AlgorithmSpecification={"TrainingImage": "local/python:3.99"}
            )
            await until(ended(engine, "job"))

    asyncio.run(run())
    assert (
        state(engine, "job")
        .state["failure"]
        .startswith("ClientError: There is no Python 3.99 on this machine")
    )


def test_a_supervisor_that_cannot_be_started_fails_its_job_alone(engine: Engine) -> None:
    def spawner(home: Home, name: str, plan: Plan) -> Any:
        if name == "bad":
            raise OSError(28, "No space left on device")
        return spawn(home, name, plan)

    async def run() -> None:
        async with scheduling(engine, spawner=spawner):
            create(engine, "bad", "true")
            create(engine, "good", "true")
            await until(ended(engine, "bad", "good"))

    asyncio.run(run())
    assert "No space left on device" in state(engine, "bad").state["failure"]
    assert state(engine, "good").status == "Completed"


def test_settings_and_scenario_reach_the_supervisor(engine: Engine) -> None:
    plans: list[Plan] = []
    scenario = Scenario(
        parse(
            {
                "name": "test",
                "delays": {"Training": 0.1},
                "capacity_errors": {"ml.m5.large": ""},
                "checkpoint_delay": 2,
                "non_atomic": True,
                "upload_on_failure": True,
            }
        )
    )
    engine = replace(
        engine,
        scenario=scenario,
        settings=replace(engine.settings, private_mounts=False, max_job_processes=7),
    )

    def spawner(home: Home, name: str, plan: Plan) -> Any:
        plans.append(plan)
        return spawn(home, name, plan)

    async def run() -> None:
        async with scheduling(engine, spawner=spawner):
            create(engine, "job", "true")
            await until(ended(engine, "job"))

    asyncio.run(run())
    (plan,) = plans
    assert (plan.private_mounts, plan.max_processes, plan.stop_grace) == (False, 7, 1.0)
    assert (plan.delays["Training"], plan.checkpoint_delay, plan.non_atomic) == (0.1, 2, True)
    assert plan.upload_on_failure
    assert state(engine, "job").state["failure"].startswith("CapacityError: Unable to provision")
