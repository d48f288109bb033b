"""What the configuration says, and that it has the shape the front end is compiled against."""

from __future__ import annotations

import getpass
import json
import threading
from dataclasses import dataclass
from pathlib import Path

import fastjsonschema
import pytest

from jupyterlab_offload import __version__, local, server
from jupyterlab_offload.server import config
from jupyterlab_offload.submit import Connection
from jupyterlab_offload.submit.names import tag_value

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


AWS = {
    "region": "eu-west-1",
    "role": "arn:aws:iam::123456789012:role/offload",
    "bucket": "class-2026",
    "prefix": "offload/{owner}/",
    "max_cost": 2.5,
    "max_runtime": 3600,
}


def write(settings: Path, **file: object) -> None:
    (settings / "backends.json").write_text(json.dumps(file))


def test_every_backend_comes_with_its_place_and_ceilings(settings: Path) -> None:
    write(settings, backends={"class": AWS})
    answer = config.current()
    check(answer)
    local, other = answer["backends"]
    assert (local["name"], other["name"], answer["active"]) == ("local", "class", "local")
    assert other["paid"] is True
    assert (other["region"], other["bucket"]) == ("eu-west-1", "class-2026")
    assert (other["max_cost"], other["max_runtime"]) == (2.5, 3600)
    assert (other["account"], other["prefix"], other["owner_tag"]) == (None, None, None)
    assert local["owner_tag"] == tag_value(getpass.getuser())


def test_the_active_backend_says_whose_credentials_are_used(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(settings, active="class", backends={"class": AWS})
    monkeypatch.setattr(Connection, "_who", lambda self: ("123456789012", "ann"))
    answer = config.current()
    check(answer)
    assert answer["active"] == "class"
    assert answer["backends"][1]["account"] == "123456789012"
    assert answer["backends"][1]["prefix"] == "offload/ann/"
    assert answer["backends"][1]["owner_tag"] == "ann"
    assert answer["backends"][1]["problem"] is None


def test_the_owner_is_told_as_the_tag_of_jobs_has_it(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(settings, active="class", backends={"class": {**AWS, "owner": "Ann (M.)"}})
    monkeypatch.setattr(Connection, "_who", lambda self: ("123456789012", "shared-role"))
    assert config.current()["backends"][1]["owner_tag"] == "Ann =28=M.=29="


def test_a_backend_without_credentials_says_what_to_do(settings: Path) -> None:
    write(settings, active="class", backends={"class": AWS})
    answer = config.current()
    check(answer)
    assert "aws configure" in (answer["backends"][1]["problem"] or "")


def test_aws_that_does_not_answer_is_not_waited_for(
    settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(settings, active="class", backends={"class": {**AWS, "account": "123456789012"}})
    released = threading.Event()
    monkeypatch.setattr(Connection, "_who", lambda self: released.wait(60))
    monkeypatch.setattr(config, "_ASK_SECONDS", 0.01)
    answer = config.current()
    released.set()
    assert answer["backends"][1]["account"] == "123456789012"
    assert "in time" in (answer["backends"][1]["problem"] or "")


@pytest.mark.parametrize("text", ["{", '{"active": "nowhere"}', '{"backends": {"x": {}}}'])
def test_settings_that_cannot_be_used_leave_local_and_say_why(settings: Path, text: str) -> None:
    (settings / "backends.json").write_text(text)
    answer = config.current()
    check(answer)
    assert answer["active"] == "local"
    assert answer["problem"]


def test_the_schema_refuses_what_the_front_end_does_not_know() -> None:
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        check({**config.current(), "secret": "x"})
