"""Metrics from a job's log."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from jupyterlab_offload.local.home import Home
from jupyterlab_offload.local.runner.metrics import MetricSearch, last_values
from jupyterlab_offload.local.store.db import Database
from jupyterlab_offload.local.store.log_index import text_path
from jupyterlab_offload.local.store.logs import LogWriter

from .conftest import Bench, request


def write(tmp_path: Path, *lines: str) -> Path:
    home = Home(tmp_path / "home").create()
    writer = LogWriter(Database(home.index_file), home, "g", "job/s", lambda: 5.0)
    for line in lines:
        writer.append(line.encode() + b"\n")
    writer.close()
    return text_path(home, "job/s")


def find(log: Path, *definitions: tuple[str, str]) -> dict[str, float]:
    wanted = [{"Name": name, "Regex": regex} for name, regex in definitions]
    return {item["MetricName"]: item["Value"] for item in last_values(log, wanted)}


def test_the_last_value_of_each_metric_counts(tmp_path: Path) -> None:
    log = write(tmp_path, "loss=3 acc: 0.5;", "loss=2", "loss=1.5e-1 other")
    found = find(log, ("loss", r"loss=([0-9.e-]+)"), ("acc", r"acc: ([0-9.]+);"), ("none", "x=(.)"))
    assert found == {"loss": 0.15, "acc": 0.5}


def test_what_is_no_number_is_passed_over(tmp_path: Path) -> None:
    log = write(tmp_path, "loss=2", "loss=abc", "loss=nan", "loss=inf", "loss=")
    assert find(log, ("loss", "loss=(.*)")) == {"loss": 2.0}


def test_a_regex_without_a_group_finds_nothing(tmp_path: Path) -> None:
    assert find(write(tmp_path, "loss=2"), ("loss", "loss=.")) == {}


def test_a_metric_on_the_first_of_many_lines_is_found(tmp_path: Path) -> None:
    log = write(tmp_path, "first=7", "\n".join("noise" for _ in range(10_000)), "last=8")
    assert find(log, ("a", "first=(.)"), ("b", "last=(.)")) == {"a": 7.0, "b": 8.0}


def test_the_order_is_that_of_the_definitions_and_times_are_those_of_the_lines(
    tmp_path: Path,
) -> None:
    log = write(tmp_path, "b=2", "a=1")
    search = MetricSearch(log, [{"Name": "b", "Regex": "b=(.)"}, {"Name": "a", "Regex": "a=(.)"}])
    assert search.result() == [
        {"MetricName": "b", "Value": 2.0, "Timestamp": 5.0},
        {"MetricName": "a", "Value": 1.0, "Timestamp": 5.0},
    ]


def test_a_regex_that_never_ends_costs_its_own_metric_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jupyterlab_offload.local.runner.metrics.SECONDS", 0.5)
    log = write(tmp_path, "a" * 60 + "!", "good=1")
    began = time.monotonic()
    search = MetricSearch(
        log, [{"Name": "bad", "Regex": "(a+)+$"}, {"Name": "good", "Regex": "good=(.)"}]
    )
    assert [item["MetricName"] for item in search.result()] == ["good"]
    assert time.monotonic() - began < 2


def test_a_job_without_a_log_has_no_metrics(tmp_path: Path) -> None:
    assert MetricSearch(tmp_path / "none", [{"Name": "a", "Regex": "(.)"}]).result() == []


@pytest.mark.parametrize("status", [0, 1])
def test_a_job_ends_with_its_metrics_also_when_it_fails(bench: Bench, status: int) -> None:
    definitions = [{"Name": "train:loss", "Regex": r"loss=(\S+)"}]
    job = bench.run(
        request(
            "metrics",
            f"echo loss=3; echo loss=2 >&2; exit {status}",
            AlgorithmSpecification={"MetricDefinitions": definitions},
        )
    )
    (metric,) = job.state["metrics"]
    assert (metric["MetricName"], metric["Value"]) == ("train:loss", 2.0)
    assert job.created <= metric["Timestamp"] <= time.time()
