"""Instance types: shapes, and finding one by name or by need."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

_PREFIX = "ml."
_NAME = re.compile(r"ml\.[a-z][a-z0-9-]*\.[a-z0-9]+")


class UnknownInstance(ValueError):
    """No type has this name, or none has what is needed; the message says what is near."""


@dataclass(frozen=True)
class Gpu:
    """`memory_gb` is that of one of the `count` GPUs."""

    count: int
    name: str
    memory_gb: int


@dataclass(frozen=True)
class Instance:
    """A type. `cpu` (vCPU) and `memory_gib` are None where they are not known.

    `nvme`: it has disks of its own, and no EBS volume is paid. `accelerated`: it needs an image
    made for its accelerator, which is large.
    """

    name: str
    cpu: int | None = None
    memory_gib: float | None = None
    gpu: Gpu | None = None
    nvme: bool = False
    retiring: bool = False

    @property
    def accelerated(self) -> bool:
        return self.gpu is not None or self.name.startswith(("ml.p", "ml.g", "ml.trn"))

    def has(self, gpu: float = 0, memory_gib: float = 0, cpu: float = 0) -> bool:
        """Whether it has at least that; one whose shape is not known does not."""
        is_known = self.cpu is not None and self.memory_gib is not None
        return is_known and self.may_have(gpu, memory_gib, cpu)

    def may_have(self, gpu: float = 0, memory_gib: float = 0, cpu: float = 0) -> bool:
        """Whether nothing that is known of it is less than that."""
        memory = memory_gib if self.memory_gib is None else self.memory_gib
        gpus = self.gpu.count if self.gpu else 0
        return gpus >= gpu and memory >= memory_gib and (self.cpu is None or self.cpu >= cpu)

    @property
    def shape(self) -> str:
        """For people: ``4 vCPU, 16 GiB, 1 × A10G 24 GB``."""
        parts = [] if self.cpu is None else [f"{self.cpu} vCPU", f"{self.memory_gib:g} GiB"]
        if self.gpu:
            parts.append(f"{self.gpu.count} × {self.gpu.name} {self.gpu.memory_gb} GB")
        return ", ".join(parts) or "shape unknown"


def instances() -> list[Instance]:
    """Every type of the catalog, in the file's order."""
    return list(_by_name().values())


def find(name: str) -> Instance:
    """The type of that name; ``ml.`` may be left out, and case does not matter.

    A type that has the form of a name but is not in the catalog is taken as it is, with no shape
    and no price, if its size is one of AWS's: new types appear every month. Raises
    UnknownInstance.
    """
    full = name.strip().lower()
    full = full if full.startswith(_PREFIX) else _PREFIX + full
    known = _by_name()
    if full in known:
        return known[full]
    if _NAME.fullmatch(full) and full in _accepted():
        return Instance(full)
    family = [one for one in known if one.startswith(f"{full.rstrip('.')}.")]
    near = (family or get_close_matches(full, known, 3, 0.6))[:3]
    hint = f"; do you mean {' or '.join(near)}?" if near else ": types look like ml.m5.xlarge."
    raise UnknownInstance(f"There is no instance type {name}{hint}")


def cheapest(
    gpu: int = 0,
    memory_gib: float = 0,
    cpu: int = 0,
    price_of: Callable[[str], float | None] | None = None,
) -> Instance:
    """The cheapest type that has at least what is needed. Raises UnknownInstance.

    `price_of` gives USD per hour (default: the catalog's); types without a price are left out,
    and so are those that are being retired. Without a GPU in need, types with one may still win.
    """
    from .prices import price

    def usd(instance: Instance) -> float | None:
        if price_of is not None:
            return price_of(instance.name)
        found = price(instance.name)
        return found.usd_per_hour if found else None

    fitting = [
        (usd(one) or math.inf, one.name, one)
        for one in instances()
        if not one.retiring and one.has(gpu, memory_gib, cpu) and usd(one) is not None
    ]
    if not fitting:
        needs = ", ".join(
            text
            for value, text in (
                (gpu, f"{gpu} GPUs"),
                (memory_gib, f"{memory_gib:g} GiB"),
                (cpu, f"{cpu} vCPU"),
            )
            if value
        )
        raise UnknownInstance(
            f"No instance type with a known price has {needs}: ask for less, or name a type."
        )
    return min(fitting)[2]


@cache
def data() -> dict[str, Any]:
    """instances.json as it is."""
    found: dict[str, Any] = json.loads(
        Path(__file__).with_name("instances.json").read_text("utf-8")
    )
    return found


@cache
def _by_name() -> dict[str, Instance]:
    return {row["name"]: _instance(row) for row in data()["instances"]}


def _instance(row: dict[str, Any]) -> Instance:
    gpu = Gpu(**row["gpu"]) if "gpu" in row else None
    members = {key: row[key] for key in ("cpu", "memory_gib", "nvme", "retiring") if key in row}
    return Instance(row["name"], gpu=gpu, **members)


@cache
def _accepted() -> frozenset[str]:
    """All types that SageMaker's own model names, read from botocore when it is first needed."""
    from botocore.session import get_session

    model = get_session().get_service_model("sagemaker")
    return frozenset(model.shape_for("TrainingInstanceType").enum)  # type: ignore[attr-defined]  # a string shape
