"""kill -9 of the engine at random moments: no job, no log line and no object is lost."""

import os
import random
import tarfile
import threading
from io import BytesIO

import pytest

from .clients_under_fire import QUICK, Put, create_until_accepted, kill_now_and_then
from .live import wait_for

ROUNDS = 5
LONG_ROUNDS = 50
JOBS = 20
KILLS = 4

SCRIPT = """
import os, sys, time
for number in range(int(os.environ["LINES"])):
    print(f"line {number} of {os.environ['NAME']}", flush=True)
    time.sleep(float(os.environ["PAUSE"]))
with open(os.path.join(os.environ["SM_MODEL_DIR"], "model.txt"), "w") as model:
    model.write("model of " + os.environ["NAME"])
if os.environ["ENDING"] == "wait":
    print("ready", flush=True)
    time.sleep(600)
sys.exit(int(os.environ["ENDING"]))
"""


def seeds():
    """A new seed for each round; OFFLOAD_KILL_SEED repeats a round that failed."""
    given = os.environ.get("OFFLOAD_KILL_SEED")
    numbers = [int(given)] if given else random.sample(range(10**9), LONG_ROUNDS)
    return [
        pytest.param(seed, marks=() if place < ROUNDS else pytest.mark.long, id=f"round-{place}")
        for place, seed in enumerate(numbers)
    ]


def requests(live, bucket, training_job, rng):
    """Twenty jobs that complete, fail or wait to be stopped, with the end that is right."""
    made = {}
    for number in range(JOBS):
        name = f"kill-{number}-{rng.randrange(10**6)}"
        ending = rng.choice(("0", "0", "0", "3", "wait"))
        lines = rng.choice((0, 1, 40, 400))
        environment = {
            "NAME": name,
            "ENDING": ending,
            "LINES": str(lines),
            "PAUSE": str(rng.choice((0, 0.002, 0.005))),
        }
        request = training_job(live, bucket, SCRIPT, TrainingJobName=name, Environment=environment)
        made[name] = (request, ending, lines)
    return made


def stop_when_ready(live, names):
    """Stops jobs once they have written their model."""
    for name in names:
        wait_for(lambda name=name: "ready" in live.log_lines(name), 60.0)
    for name in names:
        live.sagemaker.stop_training_job(TrainingJobName=name)


def model_of(live, described):
    bucket, _, key = described["ModelArtifacts"]["S3ModelArtifacts"][5:].partition("/")
    packed = live.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        return archive.extractfile("model.txt").read().decode()


def check_job(live, name, ending, lines):
    described = live.ended(name, 60.0)
    if ending == "3":
        assert described["TrainingJobStatus"] == "Failed", described
        assert "exit code: 3" in described["FailureReason"].lower()
    else:
        assert described["TrainingJobStatus"] == ("Completed" if ending == "0" else "Stopped")
        assert model_of(live, described) == f"model of {name}"
    written = [line for line in live.log_lines(name) if line.startswith("line ")] if lines else []
    assert written == [f"line {number} of {name}" for number in range(lines)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds())
def test_nothing_is_lost(start_engine, training_job, seed, capsys):
    with capsys.disabled():
        print(f" OFFLOAD_KILL_SEED={seed}", end="")
    rng = random.Random(seed)
    live = start_engine(slots=JOBS)
    bucket = live.make_bucket()
    jobs = requests(live, bucket, training_job, rng)
    stopped = threading.Event()
    writers = [Put(live, bucket, f"fire/{n}", rng.randrange(10**9), stopped) for n in range(2)]

    sagemaker = live.client("sagemaker", config=QUICK)
    threads = [threading.Thread(target=writer.run) for writer in writers]
    accepting = [
        threading.Thread(target=create_until_accepted, args=(sagemaker, request))
        for request, _, _ in jobs.values()
    ]
    for thread in [*threads, *accepting]:
        thread.start()
    killed = kill_now_and_then(live, rng, KILLS, 0.5, stopped)
    for thread in accepting:
        thread.join()
    live.start()
    stop_when_ready(live, [name for name, job in jobs.items() if job[1] == "wait"])
    live.kill()
    live.start()
    stopped.set()
    for thread in threads:
        thread.join()

    assert killed == KILLS
    assert all(not writer.refused for writer in writers), [writer.refused for writer in writers]
    assert sum(writer.acknowledged for writer in writers) > 0
    assert [writer.damaged() for writer in writers] == [[], []]
    for name, (_, ending, lines) in jobs.items():
        check_job(live, name, ending, lines)
    check_nothing_stays_behind(live)


def check_nothing_stays_behind(live):
    """After a start, what the killed engines had begun is gone and what they finished is there."""
    live.kill()
    live.start()
    assert list(live.home.tmp.iterdir()) == []
    wait_for(lambda: not list(live.home.jobs.iterdir()), 5.0)
