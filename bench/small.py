"""Small requests one after the other: the engine, a Tornado constant, and moto."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from typing import Any

from . import servers
from .jobs import SLEEPER, training_job
from .report import Row, rate

BODY = b"x" * 4096
ROUNDS = 5
AIM = 0.6


def rows() -> Iterator[Row]:
    with servers.engine() as ours, servers.constant() as floor, servers.moto() as moto:
        calls = {server.url: _calls(server) for server in (ours, floor, moto)}
        for name in ("PUT 4 kB", "GET 4 kB", "DescribeTrainingJob"):
            rates: dict[str, list[float]] = {url: [] for url in calls}
            for _ in range(ROUNDS):  # in turn, so that a slow moment of the machine hits all
                for url, by_name in calls.items():
                    rates[url].append(rate(by_name[name], 0.6))
            middle = {url: statistics.median(values) for url, values in rates.items()}
            against = middle[ours.url] / middle[floor.url]
            yield Row(
                f"small requests: {name}",
                f"{middle[ours.url]:,.0f} /s",
                f"constant {middle[floor.url]:,.0f} /s: × {against:.2f}; "
                f"moto × {middle[moto.url] / middle[floor.url]:.2f}",
                f"≥ {AIM:g} × constant",
                against >= AIM,
            )


def _calls(server: servers.Server) -> dict[str, Callable[[], Any]]:
    s3, sagemaker = server.client("s3"), server.client("sagemaker")
    s3.create_bucket(Bucket="bench")
    s3.put_object(Bucket="bench", Key="small", Body=BODY)
    sagemaker.create_training_job(**training_job("described", SLEEPER))
    return {
        "PUT 4 kB": lambda: s3.put_object(Bucket="bench", Key="small", Body=BODY),
        "GET 4 kB": lambda: s3.get_object(Bucket="bench", Key="small")["Body"].read(),
        "DescribeTrainingJob": lambda: sagemaker.describe_training_job(TrainingJobName="described"),
    }
