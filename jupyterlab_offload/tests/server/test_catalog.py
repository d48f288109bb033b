"""What the catalog says, and that it has the shape the front end is compiled against."""

from __future__ import annotations

import json
from pathlib import Path

import fastjsonschema
import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_offload import server
from jupyterlab_offload.server import catalog

from .test_config import AWS, write
from .test_handlers import Fetch

check = fastjsonschema.compile(
    json.loads((Path(server.__file__).parent / "catalog.schema.json").read_text())
)


def test_types_come_with_shape_and_dated_price() -> None:
    answer = catalog.of_backend("local")
    check(answer)
    (found,) = [one for one in answer["instances"] if one["name"] == "ml.g5.xlarge"]
    assert found["shape"] == "4 vCPU, 16 GiB, 1 × A10G 24 GB"
    assert found["price"]["usd_per_hour"] == 1.408
    assert found["price"]["date"]


def test_a_price_that_is_not_known_is_null_not_zero(settings: Path) -> None:
    write(settings, backends={"class": AWS})
    answer = catalog.of_backend("class")
    check(answer)
    assert {one["price"] for one in answer["instances"]} == {None}


def test_images_are_those_of_the_region(settings: Path) -> None:
    write(settings, backends={"class": {**AWS, "region": "us-east-1"}})
    answer = catalog.of_backend("class")
    check(answer)
    assert all(".us-east-1." in one["uri"] for one in answer["images"])
    assert answer["images"]


async def test_the_page_gets_the_catalog(jp_fetch: Fetch) -> None:
    response = await jp_fetch("offload", "catalog")
    check(json.loads(response.body))


async def test_a_backend_that_is_not_there_is_named_so(jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("offload", "catalog", params={"backend": "nowhere"})
    assert refused.value.code == 404


async def test_a_stranger_is_refused(jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("offload", "catalog", headers={"Authorization": ""})
    assert refused.value.code == 403
