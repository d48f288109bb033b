"""The public price list: AWS's offer file of one region, of which the training prices are kept.

The file is documented in AWS's Price List guide: ``products`` by SKU with attributes, and
``terms.OnDemand`` by SKU with price dimensions. It is too large to be read as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, BinaryIO

from .jsonstream import JsonStream

COMPONENT = "Training"
UNIT = "Hrs"


@dataclass
class Offer:
    """`prices`: USD per hour by instance type. `published`: the file's own date."""

    published: str = ""
    prices: dict[str, float] = field(default_factory=dict)


def read_offer(file: BinaryIO) -> Offer:
    """The training prices of an offer file. Raises ValueError if it is none."""
    offer = Offer()
    names: dict[str, str] = {}
    rates: dict[str, float] = {}
    stream = JsonStream(file)
    for key in stream.members():
        if key == "products":
            _products(stream, names)
        elif key == "terms":
            _terms(stream, rates)
        elif key == "publicationDate":
            offer.published = str(stream.value())
        else:
            stream.skip()
    for sku, name in names.items():
        if sku in rates:
            # Of several for one type the dearest: a ceiling must hold.
            offer.prices[name] = max(rates[sku], offer.prices.get(name, 0.0))
    if not offer.prices or not offer.published:
        raise ValueError("there are no training prices in it")
    return offer


def _products(stream: JsonStream, names: dict[str, str]) -> None:
    for sku in stream.members():
        attributes = _dict(_dict(stream.value()).get("attributes"))
        name = attributes.get("instanceName")
        if attributes.get("component") == COMPONENT and isinstance(name, str):
            names[sku] = name


def _terms(stream: JsonStream, rates: dict[str, float]) -> None:
    for kind in stream.members():
        if kind != "OnDemand":
            stream.skip()
            continue
        for sku in stream.members():
            rate = _rate(_dict(stream.value()))
            if rate > 0:
                rates[sku] = rate


def _rate(terms: dict[str, Any]) -> float:
    """The highest hourly rate among a SKU's terms, 0 if there is none."""
    found = [0.0]
    for term in terms.values():
        for dimension in _dict(_dict(term).get("priceDimensions")).values():
            told = _dict(dimension)
            if told.get("unit") == UNIT:
                found.append(_usd(_dict(told.get("pricePerUnit")).get("USD")))
    return max(found)


def _usd(text: object) -> float:
    try:
        found = float(str(text))
    except ValueError:
        return 0.0
    return found if 0 < found < 10_000 else 0.0


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
