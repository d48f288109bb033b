"""docs/local-engine.md names what there is, and its examples work."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from jupyterlab_offload.local.process.cli import main
from jupyterlab_offload.local.protocol.served import SERVED
from jupyterlab_offload.local.scenario import parse
from jupyterlab_offload.local.scenario.document import schema
from jupyterlab_offload.local.services.sagemaker.rules import inputs, later
from jupyterlab_offload.local.settings import Settings

from .live import LiveEngine

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "local-engine.md"
SERVICES = {"SageMaker": "sagemaker", "S3": "s3", "CloudWatch Logs": "logs", "STS": "sts"}
MACHINES = {"slots": "the cores", "python": "the starter's own"}
"""Defaults that differ from machine to machine, as the document puts them."""


@cache
def sections() -> dict[str, str]:
    """The text below each heading of the second level."""
    _, *parts = re.split(r"^## ", DOCUMENT.read_text("utf-8"), flags=re.M)
    return {title: text for title, _, text in (part.partition("\n") for part in parts)}


def rows(section: str) -> list[list[str]]:
    """The cells of a section's first table, without its head."""
    table = re.search(r"(?:^\|.*\n)+", sections()[section], re.M)
    assert table is not None
    lines = table[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def names(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def blocks(section: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", sections()[section], re.M | re.S)


def test_the_operations_named_are_those_served() -> None:
    named = {SERVICES[service]: tuple(names(cell)) for service, cell in rows("What is served")}
    assert named == SERVED


def test_every_setting_is_there_with_its_default() -> None:
    table = {names(name)[0]: default for name, default, _ in rows("Settings")}
    assert table == {
        setting.name: MACHINES.get(setting.name) or f"`{json.dumps(setting.default)}`"
        for setting in fields(Settings)
    }


def test_every_member_of_a_scenario_is_there() -> None:
    members = schema()["properties"]
    assert {name for row in rows("Scenarios") for name in names(row[0])} == {*members}
    fault = members["faults"]["items"]["properties"]
    phases = members["delays"]["properties"]
    assert {*fault, *phases} <= {*names(sections()["Scenarios"])}


def test_the_examples_of_settings_and_scenarios_are_valid() -> None:
    (settings,) = blocks("Settings", "json")
    Settings.check(json.loads(settings), "docs:")
    (scenario,) = blocks("Scenarios", "json")
    parse(json.loads(scenario))


def test_every_command_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = set(re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.M))
    table = {names(row[0])[0].partition(" ")[0] for row in rows("Start, stop, look")}
    assert table == commands


def test_what_is_refused_is_named() -> None:
    refused = {*later._MEMBERS, *later._RESOURCES, *inputs._SOURCES}
    missing = refused - {*names(sections()["What AWS does that it does not"])}
    assert not missing


def test_links_lead_somewhere() -> None:
    text = DOCUMENT.read_text("utf-8")
    titles = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in sections()}
    links = re.findall(r"\]\(#([^)]+)\)", text)
    assert links
    assert set(links) <= titles


def test_the_first_job_runs_as_it_stands(live_engine: LiveEngine, tmp_path: Path) -> None:
    (program,) = blocks("A first job", "python")
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=live_engine.env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (shown,) = blocks("A first job", "console")
    assert re.sub(r"sum-\d+", "sum-N", done.stdout) == re.sub(r"sum-\d+", "sum-N", shown)
