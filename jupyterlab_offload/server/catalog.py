"""What ``GET offload/catalog`` answers; its shape is catalog.schema.json beside this file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..catalog import Instance, instances, price, volume_price
from ..catalog.images import images
from ..submit import Backend, backend_named
from ..submit.folders import cache_folder


def of_backend(name: str) -> dict[str, Any]:
    """Instance types and images with the prices of a backend's region. Raises SubmitError.

    Prices that `%offload prices refresh` brought hold before those of the package.
    """
    backend = backend_named(name)
    return {
        "region": backend.region,
        "volume_usd_per_gib_hour": volume_price(backend.region).usd_per_hour,
        "instances": [_instance(one, backend) for one in instances()],
        "images": [asdict(one) for one in ([] if backend.local else images(backend.region))],
    }


def _instance(one: Instance, backend: Backend) -> dict[str, Any]:
    found = price(one.name, backend.region, cache_folder())
    return {
        **asdict(one),
        "shape": one.shape,
        "accelerated": one.accelerated,
        "price": asdict(found) if found else None,
    }
