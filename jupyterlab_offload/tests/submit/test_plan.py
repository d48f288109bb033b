"""What a plan decides, and that a ceiling holds on a job that will not end."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.driver.boot import MANIFEST, NONCE
from jupyterlab_offload.spec import SpecError
from jupyterlab_offload.submit import Connection, Payload, SubmitError, plan

from .tools import payload, spec

pytestmark = pytest.mark.usefixtures("small_driver")


def compute(**members: Any) -> dict[str, Any]:
    return spec(compute=members)


def test_the_request_vouches_for_the_manifest(local: Connection) -> None:
    planned = plan(spec(), payload(a=1), local)
    environment = planned.request["Environment"]
    assert environment[MANIFEST] == hashlib.sha256(planned.manifest).hexdigest()
    assert json.loads(planned.manifest)["nonce"] == environment[NONCE] == planned.nonce
    assert json.loads(planned.manifest)["job"] == planned.name


def test_without_inputs_there_is_one_channel(local: Connection) -> None:
    names = [
        [one["ChannelName"] for one in plan(spec(), made, local).request["InputDataConfig"]]
        for made in (payload(), payload(a=1))
    ]
    assert names == [["offload"], ["offload", "offload-inputs"]]


def test_data_becomes_channels(local: Connection) -> None:
    data = [{"name": "train", "uri": "s3://b/train/"}]
    last = plan(spec(data=data), payload(), local).request["InputDataConfig"][-1]
    assert (last["ChannelName"], last["DataSource"]["S3DataSource"]["S3Uri"]) == (
        "train",
        "s3://b/train/",
    )


def test_files_and_modules_travel_by_their_digest(local: Connection, tmp_path: Path) -> None:
    source = tmp_path / "x.csv"
    source.write_text("1,2")
    made = Payload([{"source": "pass"}], files={"data/x.csv": source}, modules={"m.py": source})
    planned = plan(spec(), made, local)
    manifest = json.loads(planned.manifest)
    digest = hashlib.sha256(b"1,2").hexdigest()
    assert manifest["files"] == [{"path": "data/x.csv", "sha256": digest, "size": 3}]
    assert [one["path"] for one in manifest["modules"]] == ["m.py"]


@pytest.mark.parametrize(
    ("needs", "kind"),
    [
        ({}, "ml.m5.large"),
        ({"instance_type": "g5.xlarge"}, "ml.g5.xlarge"),
        ({"gpu": 1, "memory_gib": 30}, "ml.g4dn.2xlarge"),
    ],
)
def test_the_type(local: Connection, needs: dict[str, Any], kind: str) -> None:
    planned = plan(compute(**needs), payload(), local)
    assert planned.request["ResourceConfig"]["InstanceType"] == kind


def test_an_unknown_type_is_answered_with_a_near_one(local: Connection) -> None:
    with pytest.raises(SubmitError, match=r"ml\.g5\.xlarge"):
        plan(compute(instance_type="g5.xlrage"), payload(), local)


def test_the_users_price_counts(local: Connection) -> None:
    planned = plan(compute(instance_type="m7i.large", price=3.6), payload(), local)
    assert planned.price is not None and planned.price.source == "--price"
    assert plan(compute(instance_type="m7i.large"), payload(), local).price is None


def test_short_variables_go_with_the_request_and_long_ones_with_the_manifest(
    local: Connection,
) -> None:
    given = {"A": "b", "LONG": "x" * 513, "LINES": "a\nb", "SM_HOSTS": "mine", "OFFLOAD_NONCE": "0"}
    planned = plan(spec(environment=given), payload(), local)
    environment = planned.request["Environment"]
    own = (MANIFEST, NONCE, "OFFLOAD_DRIVER", "OFFLOAD_DIGEST")
    assert {key for key in environment if key not in own} == {"A"}
    assert environment[NONCE] == planned.nonce
    assert json.loads(planned.manifest)["environment"] == {
        key: value for key, value in given.items() if key != "A"
    }


def test_images_of_the_catalog_on_aws(local: Connection) -> None:
    aws = Connection(dataclasses.replace(local.backend, image=None), local.engine)
    uri = plan(compute(gpu=1), payload(), aws).image
    assert uri.startswith("763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch")
    named = plan(spec(image="scikit-learn"), payload(), aws).image
    assert named.startswith("683313688378.")
    with pytest.raises(SubmitError, match=r"no image torch; did you mean pytorch\?"):
        plan(spec(image="torch"), payload(), aws)
    with pytest.raises(SubmitError, match=r"no image x for ml.m5.large; it has pytorch, .*path"):
        plan(spec(image="x"), payload(), aws)
    with pytest.raises(SubmitError, match=r"no image scikit-learn for ml\.g"):
        plan(spec(image="scikit-learn", compute={"gpu": 1}), payload(), aws)


def test_a_spec_that_does_not_fit_is_refused(local: Connection) -> None:
    with pytest.raises(SpecError, match="do you mean 'limits'"):
        plan(spec(limit={}), payload(), local)


def test_tags_that_aws_would_refuse_are_refused(local: Connection) -> None:
    with pytest.raises(SubmitError, match="tags have letters"):
        plan(spec(tags={"a": "b#c"}), payload(), local)
