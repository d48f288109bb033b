"""What the configuration says, and that it has the shape the front end is compiled against."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import fastjsonschema
import pytest

from jupyterlab_offload import __version__, local, server
from jupyterlab_offload.server import config

SCHEMA = json.loads((Path(server.__file__).parent / "config.schema.json").read_text())
check = fastjsonschema.compile(SCHEMA)


@dataclass
class Status:
    """As much of the engine's status as the server looks at."""

    version: str = "9.9.9"
    region: str = "us-west-2"


def test_local_is_the_active_backend_and_costs_nothing() -> None:
    answer = config.current()
    check(answer)
    assert answer["version"] == __version__
    assert answer["active"] == "local"
    (backend,) = answer["backends"]
    assert backend["name"] == "local"
    assert backend["paid"] is False


def test_asking_starts_no_engine(engine_home: Path) -> None:
    assert config.current()["engine"] == {"running": False, "version": None, "problem": None}
    assert not engine_home.exists()


def test_a_running_engine_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "engine_status", Status)
    answer = config.current()
    check(answer)
    assert answer["engine"] == {"running": True, "version": "9.9.9", "problem": None}
    assert answer["backends"][0]["region"] == "us-west-2"


def test_an_engine_that_cannot_run_here_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise local.EngineError("Use WSL.")

    monkeypatch.setattr(local, "engine_status", refuse)
    answer = config.current()
    check(answer)
    assert answer["engine"] == {"running": False, "version": None, "problem": "Use WSL."}


def test_the_region_is_the_one_in_the_engines_settings(engine_home: Path) -> None:
    engine_home.mkdir()
    (engine_home / "settings.json").write_text('{"region": "eu-central-1"}')
    assert config.current()["backends"][0]["region"] == "eu-central-1"


def test_settings_that_cannot_be_read_are_named(engine_home: Path) -> None:
    engine_home.mkdir()
    (engine_home / "settings.json").write_text("{")
    answer = config.current()
    check(answer)
    assert "settings.json" in (answer["engine"]["problem"] or "")


def test_the_schema_refuses_what_the_front_end_does_not_know() -> None:
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        check({**config.current(), "secret": "x"})
