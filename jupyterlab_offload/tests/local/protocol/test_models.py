"""Service models are cut to what is served, kept on disk and read back the same."""

from __future__ import annotations

import json
import time

import botocore.session
import pytest
from botocore.model import Shape

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.protocol import models
from jupyterlab_offload.local.protocol.served import SERVED


@pytest.fixture(autouse=True)
def nothing_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_loaded", {})


@pytest.mark.parametrize("service", SERVED)
def test_a_cut_holds_what_is_served_and_nothing_else(service: str, home: Home) -> None:
    model = models.service_model(service, home)
    assert tuple(sorted(model.operation_names)) == tuple(sorted(SERVED[service]))


def outline(shape: Shape | None, seen: tuple[str, ...] = ()) -> object:
    """A shape with all that validation and serialisation read of it."""
    if shape is None or shape.name in seen:
        return shape and shape.name
    inner: list[object] = []
    for part in ("member", "key", "value"):
        if hasattr(shape, part):
            inner.append(outline(getattr(shape, part), (*seen, shape.name)))
    for name, member in getattr(shape, "members", {}).items():
        inner.append((name, outline(member, (*seen, shape.name))))
    # Which endpoint a client chooses is no concern of the engine's.
    demands = {name: value for name, value in shape.metadata.items() if name != "contextParam"}
    return (shape.name, shape.type_name, demands, dict(shape.serialization), inner)


@pytest.mark.parametrize("service", SERVED)
def test_a_cut_says_what_botocore_says(service: str) -> None:
    whole = botocore.session.get_session().get_service_model(service)
    cut = models.service_model(service)
    for name in SERVED[service]:
        theirs, ours = whole.operation_model(name), cut.operation_model(name)
        assert outline(ours.input_shape) == outline(theirs.input_shape)
        assert outline(ours.output_shape) == outline(theirs.output_shape)
        assert ours.http == theirs.http


def test_a_kept_cut_is_used_and_loads_quickly(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    models.service_model("sagemaker", home)
    models._loaded.clear()
    monkeypatch.setattr(models, "_whole", lambda service: pytest.fail("the cut was not used"))
    seconds = []
    for _ in range(5):
        models._loaded.clear()
        before = time.process_time()
        models.service_model("sagemaker", home)
        seconds.append(time.process_time() - before)
    assert min(seconds) < 0.01


def test_a_damaged_cut_is_made_again(home: Home) -> None:
    models.service_model("sts", home)
    (kept,) = home.models.iterdir()
    kept.write_text("{")
    models._loaded.clear()
    assert models.service_model("sts", home).operation_names
    assert json.loads(kept.read_text())["operations"]


def test_another_botocore_makes_another_cut(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    models.service_model("sts", home)
    models._loaded.clear()
    monkeypatch.setattr("botocore.__version__", "9.9.9")
    models.service_model("sts", home)
    assert len(list(home.models.iterdir())) == 2


def test_a_disk_that_takes_nothing_is_no_obstacle(home: Home) -> None:
    home.models.rmdir()
    assert models.service_model("sts", home).operation_names


def test_a_service_that_is_not_served_is_unknown() -> None:
    with pytest.raises(models.UnknownService):
        models.service_model("ec2")
