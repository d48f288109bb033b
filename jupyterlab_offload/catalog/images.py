"""A small choice of AWS's own training images."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Image:
    """`uri` is the registry path, `python` the minor version in it, `date` that of the list."""

    name: str
    uri: str
    python: str
    gpu: bool
    about: str
    date: str


def images(region: str) -> list[Image]:
    """What is known of a region; empty where the registry's account is not."""
    listed = _data()
    accounts = listed["accounts"].get(region, {})
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return [
        Image(
            name=row["name"],
            uri=f"{accounts[row['account']]}.dkr.ecr.{region}.{domain}/{row['path']}",
            python=row["python"],
            gpu=row["gpu"],
            about=row["about"],
            date=listed["date"],
        )
        for row in listed["images"]
        if row["account"] in accounts
    ]


def image_for(region: str, gpu: bool, python: str, name: str | None = None) -> Image | None:
    """The image to take: of that name, for GPUs or not, with the kernel's Python if there is one.

    `python` is a minor version such as ``3.12``. Without one that has it the first fits. None
    where nothing does.
    """
    fitting = [one for one in images(region) if one.gpu == gpu and name in (None, one.name)]
    same = [one for one in fitting if one.python == python]
    return next(iter(same or fitting), None)


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("images.json").read_text("utf-8"))
    return found
