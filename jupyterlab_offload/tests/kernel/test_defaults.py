"""Defaults: what a line leaves open is taken from the environment, then from the user's file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.kernel.errors import OptionError
from jupyterlab_offload.kernel.options import Options, defaults, filled, parse
from jupyterlab_offload.kernel.options.settings import SETTINGS
from jupyterlab_offload.spec.documents import schema


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of settings, and an environment that says nothing."""
    for name in [name for name in os.environ if name.startswith("OFFLOAD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OFFLOAD_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def write(config: Path, document: Any) -> Path:
    config.mkdir()
    path = config / "defaults.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


ALL = {
    "type": "g5.xlarge",
    "volume": 100,
    "warm": "10m",
    "image": "local/python",
    "requirements": "none",
    "max_cost": 1.5,
    "max_runtime": "2h",
    "tag": ["team=forecast"],
    "env": ["OMP_NUM_THREADS=2"],
    "wait": True,
    "files_limit": "1GB",
    "results_limit": 10,
}
READ = {
    "type": "ml.g5.xlarge",
    "volume": 100.0,
    "warm": 600,
    "image": "local/python",
    "requirements": "none",
    "max_cost": 1.5,
    "max_runtime": 7200,
    "tags": (("team", "forecast"),),
    "env": ("OMP_NUM_THREADS=2",),
    "wait": True,
    "files_bytes": 1 << 30,
    "results_bytes": 10 << 20,
}


def test_the_schema_and_the_table_name_the_same_settings() -> None:
    assert list(schema("defaults")["properties"]) == [one.name for one in SETTINGS] == list(ALL)


def test_without_file_and_variables_the_line_alone_counts() -> None:
    assert filled(parse("ml.m5.large --max-cost 1")) == parse("ml.m5.large --max-cost 1")


def test_every_setting_of_the_file_is_taken(config: Path) -> None:
    write(config, ALL)
    found = filled(Options())
    assert {name: getattr(found, name) for name in READ} == READ


def test_every_setting_of_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ALL.items():
        text = " ".join(value) if isinstance(value, list) else str(value)
        monkeypatch.setenv(f"OFFLOAD_{name.upper()}", text)
    found = filled(Options())
    assert {name: getattr(found, name) for name in READ} == READ


def test_the_line_goes_before_the_environment_and_that_before_the_file(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(config, {"max_cost": 1, "max_runtime": 60, "volume": 40})
    monkeypatch.setenv("OFFLOAD_MAX_RUNTIME", "2m")
    monkeypatch.setenv("OFFLOAD_VOLUME", "50")
    found = filled(parse("--volume 60"))
    assert (found.max_cost, found.max_runtime, found.volume) == (1.0, 120, 60.0)
    sources = {name: one.source for name, one in defaults().items()}
    assert sources == {
        "max_cost": str(path),
        "max_runtime": "OFFLOAD_MAX_RUNTIME",
        "volume": "OFFLOAD_VOLUME",
    }


def test_tags_and_variables_of_the_line_come_on_top(config: Path) -> None:
    write(config, {"tag": ["team=a", "course=x"], "env": ["N=1"]})
    found = filled(parse("--tag team=b --env N=2"))
    assert dict(found.tags) == {"team": "b", "course": "x"}
    assert found.env == ("N=1", "N=2")


@pytest.mark.parametrize("line", ["--gpu 1", "--memory 64", "--cpu 8", "ml.c5.xlarge"])
def test_what_a_cell_needs_goes_before_the_usual_type(config: Path, line: str) -> None:
    write(config, {"type": "ml.m5.large"})
    assert filled(parse(line)).type == parse(line).type


@pytest.mark.parametrize("line", ["--wait", "--no-wait"])
def test_waiting_is_said_on_the_line_first(config: Path, line: str) -> None:
    write(config, {"wait": line == "--no-wait"})
    found = filled(parse(line))
    assert (found.wait, found.no_wait) == (line == "--wait", line == "--no-wait")


def test_defaults_are_no_options_of_a_later_part(config: Path) -> None:
    write(config, {"max_cost": 1})
    assert parse("--part 2/3").stands_alone


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("{", "is not JSON"),
        ([], "must be of type object"),
        ({"max_cots": 1}, "do you mean 'max_cost'"),
        ({"max_cost": "much"}, "max_cost much: write an amount"),
        ({"max_cost": 0}, "write an amount"),
        ({"max_runtime": 1.5}, "defaults.max_runtime must be of type integer or string"),
        ({"max_runtime": "soon"}, "write a duration"),
        ({"wait": "yes"}, "defaults.wait must be of type boolean"),
        ({"tag": ["team"]}, "tag team: write it as name=value"),
        ({"type": "ml.g5.xlrge"}, "ml.g5.xlarge"),
        ({"files_limit": "all"}, "write a size"),
    ],
)
def test_a_wrong_file_is_named_with_what_to_write(config: Path, document: Any, says: str) -> None:
    path = write(config, document)
    with pytest.raises(OptionError) as caught:
        filled(Options())
    assert str(caught.value).startswith(str(path)) and says in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "text", "says"),
    [
        ("OFFLOAD_MAX_COST", "much", "OFFLOAD_MAX_COST much: write an amount"),
        ("OFFLOAD_WAIT", "maybe", "OFFLOAD_WAIT maybe: write 1 or 0"),
        ("OFFLOAD_TAG", "team", "name=value"),
        ("OFFLOAD_TAG", "'a=b", "no closing quotation"),
        ("OFFLOAD_TYPE", "big", "no instance type"),
        ("OFFLOAD_MAXCOST", "1", "did you mean OFFLOAD_MAX_COST?"),
        ("OFFLOAD_TAGS", "a=b", "did you mean OFFLOAD_TAG?"),
    ],
)
def test_a_wrong_variable_is_named_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, variable: str, text: str, says: str
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(OptionError, match=r"OFFLOAD_") as caught:
        filled(Options())
    assert says in str(caught.value)


def test_another_file_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "class.json"
    path.write_text('{"max_runtime": 60}')
    monkeypatch.setenv("OFFLOAD_DEFAULTS", str(path))
    assert filled(Options()).max_runtime == 60


def test_values_of_variables_are_not_told(config: Path) -> None:
    write(config, {"env": ["API_TOKEN=hidden"]})
    assert defaults()["env"].text == "API_TOKEN"
