"""The catalog: exact figures, near names, the cheapest that fits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyterlab_offload.catalog import (
    UnknownInstance,
    cheapest,
    find,
    image_for,
    instances,
    price,
    volume_price,
)

PRICES = {
    "ml.t3.medium": 0.05, "ml.m5.large": 0.115, "ml.c5.18xlarge": 3.672, "ml.r5.8xlarge": 2.419,
    "ml.g4dn.xlarge": 0.7364, "ml.g5.48xlarge": 20.36, "ml.g6e.2xlarge": 2.80,
    "ml.p4de.24xlarge": 31.564, "ml.p5.48xlarge": 63.296, "ml.trn1.2xlarge": 1.54,
}  # fmt: skip
SHAPES = {
    "m5.large": "2 vCPU, 8 GiB",
    "c5.18xlarge": "72 vCPU, 144 GiB",
    "g5.xlarge": "4 vCPU, 16 GiB, 1 × A10G 24 GB",
    "p5.48xlarge": "192 vCPU, 2048 GiB, 8 × H100 80 GB",
    "trn1.2xlarge": "shape unknown",
}


@pytest.mark.parametrize("name", PRICES)
def test_prices_are_those_published(name: str) -> None:
    found = price(name)
    assert found is not None and found.usd_per_hour == PRICES[name]
    assert found.date == "2026-09" and found.source


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name: str) -> None:
    assert find(name).shape == SHAPES[name]


def test_every_type_is_one_of_sagemakers_own() -> None:
    from jupyterlab_offload.catalog.instances import _accepted

    assert {one.name for one in instances()} <= _accepted()


@pytest.mark.parametrize("name", ["ml.g5.xlarge", "g5.xlarge", " G5.XLarge "])
def test_the_prefix_may_be_left_out(name: str) -> None:
    assert find(name).name == "ml.g5.xlarge"


def test_a_type_without_shape_and_price_is_taken() -> None:
    found = find("ml.m7i.large")
    assert (found.name, found.cpu, price(found.name)) == ("ml.m7i.large", None, None)


@pytest.mark.parametrize(
    ("name", "near"), [("g5.xlarg", "ml.g5.xlarge"), ("ml.m5.lage", "ml.m5.large")]
)
def test_unknown_names_are_answered_with_near_ones(name: str, near: str) -> None:
    with pytest.raises(UnknownInstance, match=near):
        find(name)


def test_a_price_elsewhere_is_unknown_not_zero() -> None:
    assert price("ml.m5.large", "eu-west-1") is None


@pytest.mark.parametrize(
    ("needs", "name"),
    [
        ({}, "ml.t3.medium"),
        ({"memory_gib": 5}, "ml.t3.large"),
        ({"cpu": 4}, "ml.c5.xlarge"),
        ({"memory_gib": 60}, "ml.r5.2xlarge"),
        ({"gpu": 1}, "ml.g4dn.xlarge"),
        ({"gpu": 1, "memory_gib": 32}, "ml.g4dn.2xlarge"),
        ({"gpu": 8}, "ml.g5.48xlarge"),
        ({"cpu": 100, "gpu": 8, "memory_gib": 1000}, "ml.p5.48xlarge"),
    ],
)
def test_the_cheapest_that_fits(needs: dict[str, int], name: str) -> None:
    assert cheapest(**needs).name == name


def test_nothing_fits() -> None:
    with pytest.raises(UnknownInstance, match="16 GPUs, 32 GiB"):
        cheapest(gpu=16, memory_gib=32)


def test_the_cheapest_by_other_prices() -> None:
    prices = {"ml.m5.large": 9.0, "ml.r5.large": 1.0}
    assert cheapest(memory_gib=8, price_of=prices.get).name == "ml.r5.large"


def test_the_volume_has_a_price_per_hour() -> None:
    assert volume_price().usd_per_hour * 730 == pytest.approx(0.14)


def test_refreshed_prices_come_first(tmp_path: Path) -> None:
    table = {"date": "2026-11-01", "source": "the price list", "prices": {"ml.m5.large": 0.2}}
    (tmp_path / "prices-us-east-1.json").write_text(json.dumps(table))
    found = price("ml.m5.large", refreshed=tmp_path)
    assert found is not None and (found.usd_per_hour, found.date) == (0.2, "2026-11-01")
    other = price("ml.m5.xlarge", refreshed=tmp_path)
    assert other is not None and other.date == "2026-09"


@pytest.mark.parametrize("text", ["", "[]", '{"prices": {"ml.m5.large": "x"}}'])
def test_a_damaged_table_is_as_if_it_were_not_there(tmp_path: Path, text: str) -> None:
    (tmp_path / "prices-us-east-1.json").write_text(text)
    found = price("ml.m5.large", refreshed=tmp_path)
    assert found is not None and found.usd_per_hour == 0.115


def test_images_go_by_gpu_and_python() -> None:
    found = [
        image_for("us-east-1", gpu, python) for gpu, python in [(True, "3.12"), (False, "3.13")]
    ]
    assert [one.uri.partition("/")[2] for one in found if one] == [
        "pytorch:2.13-cu133-amzn2023-sagemaker",
        "pytorch-training:2.10-cpu-py313",
    ]


def test_without_the_kernels_python_the_first_image_serves() -> None:
    found = image_for("us-east-1", False, "3.9", "scikit-learn")
    assert found is not None and found.python == "3.12"


@pytest.mark.parametrize(
    ("region", "registry"),
    [
        ("eu-west-1", "763104351884.dkr.ecr.eu-west-1.amazonaws.com"),
        ("eu-south-2", "503227376785.dkr.ecr.eu-south-2.amazonaws.com"),
        ("cn-north-1", "727897471807.dkr.ecr.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_each_region_has_its_own_registry(region: str, registry: str) -> None:
    found = image_for(region, False, "3.12")
    assert found is not None and found.uri.partition("/")[0] == registry


def test_every_region_of_sagemakers_has_an_image_or_is_known_to_lack_one() -> None:
    from botocore.session import Session

    lacking = {
        region
        for region in Session().get_available_regions("sagemaker")
        if image_for(region, False, "3.12") is None
    }
    assert lacking == set()


@pytest.mark.parametrize("ask", [("mars-1", False, None), ("us-east-1", True, "scikit-learn")])
def test_no_image_is_made_up(ask: tuple[str, bool, str | None]) -> None:
    region, gpu, name = ask
    assert image_for(region, gpu, "3.12", name) is None
