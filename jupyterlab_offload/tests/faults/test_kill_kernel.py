"""kill -9 of the kernel at every phase: its job is found again, and never runs a second time."""

from __future__ import annotations

from typing import Any

import pytest

from .scene import Scene, finishes, goes_on

pytestmark = pytest.mark.slow
ROUNDS = 3


def phases(default: tuple[str, ...], *others: str) -> list[Any]:
    """Each phase several times under `long`; the first ones once without."""
    once = [pytest.param(phase, id=phase) for phase in default]
    rounds = range(ROUNDS)
    return once + [
        pytest.param(phase, id=f"{phase}, round {number}", marks=pytest.mark.long)
        for phase in (*default, *others)
        for number in rounds
    ]


UNSENT = {
    "before upload": ("submit.send", "_deliver", False),
    "in upload": ("transfer.upload", "put", True),
    "before create": ("submit.journal", "Journal.begin", True),
}
"""Where the kernel stops for good before there is a job: at a function, or after it."""


@pytest.mark.parametrize("phase", phases(("before create",), "before upload", "in upload"))
def test_before_there_is_a_job_a_second_run_makes_the_only_one(scene: Scene, phase: str) -> None:
    kernel = scene.kernel()
    scene.hold(kernel, *UNSENT[phase])
    scene.send(kernel)
    scene.until_held()
    kernel.kill()
    assert scene.names() == []
    again = scene.kernel()
    assert not scene.ask(again).error
    scene.go()
    assert again.run("print(total)") == f"{sum(range(2000))}\n"
    assert (len(scene.names()), scene.runs) == (1, 1)


@pytest.mark.parametrize("phase", phases(("after create", "running"), "uploading"))
def test_while_there_is_a_job_a_second_run_goes_on_with_it(scene: Scene, phase: str) -> None:
    kernel = scene.kernel()
    if phase == "after create":
        scene.hold(kernel, "submit.journal", "Journal.mark", False)
        scene.send(kernel)
        scene.until_held()
    elif phase == "running":
        scene.send(kernel)
        scene.until_begun()
    else:
        scene.scenario(delays={"Uploading": 25})
        scene.go()
        scene.send(kernel)
        scene.until("Uploading")
    kernel.kill()
    goes_on(scene, scene.kernel())


@pytest.mark.parametrize("phase", phases(("fetching",), "before fetching"))
def test_while_results_are_fetched_they_stay_where_they_are(scene: Scene, phase: str) -> None:
    kernel = scene.kernel()
    where = {"fetching": ("Results.open", True), "before fetching": ("vouched_digest", False)}
    path, after = where[phase]
    module = "submit.results" if phase == "fetching" else "kernel.following.remote"
    scene.hold(kernel, module, path, after)
    scene.go()
    scene.send(kernel)
    scene.until_held()
    kernel.kill()
    finishes(scene, scene.kernel(), scene.name())
