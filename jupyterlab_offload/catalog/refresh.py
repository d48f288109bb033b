"""Newer prices from AWS's public price list, which needs no credentials."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from .offer import read_offer
from .prices import refreshed_file

URL = (
    "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonSageMaker/current/{}/index.json"
)
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-[0-9]+")
_TIMEOUT = 30.0

Open = Callable[[str], AbstractContextManager[BinaryIO]]


class RefreshError(Exception):
    """The price list cannot be had or read; the prices that are known stay."""


@dataclass(frozen=True)
class Refreshed:
    """How many types have a price now, and the price list's date."""

    count: int
    date: str


def refresh(region: str, folder: Path, open: Open | None = None) -> Refreshed:
    """Read a region's price list and keep its training prices in `folder`. Raises RefreshError."""
    if not _REGION.fullmatch(region):
        raise RefreshError(f"{region!r} is no region.")
    url = URL.format(region)
    try:
        with (open or _download)(url) as file:
            offer = read_offer(file)
    except OSError as error:
        why = getattr(error, "reason", None) or error
        raise RefreshError(f"The price list of {region} cannot be had ({why}).") from error
    except ValueError as error:
        raise RefreshError(f"The price list of {region} cannot be read: {error}.") from error
    date = offer.published[:10]
    table = {"date": date, "source": url, "prices": offer.prices}
    handle, name = tempfile.mkstemp(dir=folder, prefix="prices-")
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        json.dump(table, written)
    os.replace(name, refreshed_file(folder, region))
    return Refreshed(len(offer.prices), date)


def _download(url: str) -> AbstractContextManager[BinaryIO]:
    from urllib.request import urlopen

    return cast("AbstractContextManager[BinaryIO]", urlopen(url, timeout=_TIMEOUT))
