"""Our checks and botocore's model of CreateTrainingJob: what we let pass, AWS's model takes.

The model's lengths, counts, ranges and patterns are read by the local engine's validator, which is
made from the model alone; botocore itself checks but types and least lengths.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.models import service_model
from jupyterlab_offload.local.protocol.validate import validator
from jupyterlab_offload.submit import Connection, SubmitError, plan
from jupyterlab_offload.submit.checks import fits_environment, problems
from jupyterlab_offload.submit.names import tag_value

from .test_checks import BASE, LIMITS, request
from .tools import payload, spec

STRICTER = {
    ("Environment", "without line breaks"): "what becomes of a line break is documented nowhere",
    ("InputDataConfig", "is there twice"): "a folder can be there once; CreateTrainingJob says so",
    ("Tags", "begin with aws:"): "reserved by all of AWS's tagging, not by this model",
    ("ResourceConfig.KeepAlivePeriodInSeconds", "3,600"): "the guide says so, the model 21,600",
    ("StoppingCondition.MaxRuntimeInSeconds", "2,419,200"): "28 days: the guide's, not the model's",
}
"""What we refuse and the model takes, with the reason."""


def whole(made: dict[str, Any]) -> dict[str, Any]:
    """With the members that the model wants and our checks do not look at."""
    full = copy.deepcopy(made)
    full["AlgorithmSpecification"]["TrainingInputMode"] = "File"
    full["ResourceConfig"] = {
        "InstanceType": "ml.m5.large",
        "InstanceCount": 1,
        "VolumeSizeInGB": 30,
        **full["ResourceConfig"],
    }
    for channel in full["InputDataConfig"]:
        channel["DataSource"]["S3DataSource"].setdefault("S3DataType", "S3Prefix")
    return full


def model_takes(made: dict[str, Any]) -> bool:
    operation = service_model("sagemaker").operation_model("CreateTrainingJob")
    try:
        validator("sagemaker").validate(operation.input_shape, whole(made))
    except AWSError:
        return False
    return True


def test_the_base_is_fine_for_both() -> None:
    assert model_takes(BASE) and not list(problems(BASE))


@pytest.mark.parametrize(("path", "good", "bad"), LIMITS)
def test_each_limit_is_the_models(path: str, good: Any, bad: Any) -> None:
    made = request(path, good)
    assert model_takes(made)
    refused = list(problems(request(path, bad)))
    assert refused
    why = [reason for (at, word), reason in STRICTER.items() if at == path and word in refused[0]]
    assert why or not model_takes(request(path, bad)), refused


TEXT = st.text(max_size=20) | st.text(st.characters(codec="ascii"), max_size=600)


@settings(max_examples=60, deadline=None)
@given(tags=st.dictionaries(TEXT, TEXT, max_size=3), data=TEXT, name=TEXT)
def test_what_passes_our_checks_the_model_takes(tags: dict[str, str], data: str, name: str) -> None:
    made = copy.deepcopy(BASE)
    made["Tags"] = [{"Key": key, "Value": value} for key, value in tags.items()]
    made["InputDataConfig"][0]["ChannelName"] = name
    made["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] = data
    made["Environment"] = {key: text for key, text in tags.items() if fits_environment(key, text)}
    assert list(problems(made)) or model_takes(made)


@given(st.text())
def test_every_text_can_be_a_tags_value(text: str) -> None:
    made = request("Tags", [{"Key": "offload:notebook", "Value": tag_value(text)}])
    assert not list(problems(made)) and model_takes(made)


def test_what_a_cell_asks_for_is_taken_by_the_model(local: Connection) -> None:
    """The request of a cell with every option that stands in it."""
    planned = plan(
        spec(
            compute={"instance_type": "ml.g5.xlarge", "volume_gib": 100, "warm_seconds": 3600},
            name="Größe der Welt " * 9,
            notebook="ordner/Übung #3.ipynb",
            cell="c-1",
            tags={"team": "forecast"},
            environment={"LONG": "x" * 5000, "LINES": "a\nb", "OMP_NUM_THREADS": "2"},
            data=[{"name": "train", "uri": "s3://bucket/train/"}],
        ),
        payload(a=1),
        local,
    )
    operation = service_model("sagemaker").operation_model("CreateTrainingJob")
    validator("sagemaker").validate(operation.input_shape, planned.request)
    sent = planned.request["Environment"]
    assert sent["OMP_NUM_THREADS"] == "2" and "LONG" not in sent and "LINES" not in sent
    # They go by the driver's channel instead.
    assert b"x" * 5000 in planned.manifest and b"LINES" in planned.manifest


def test_more_variables_than_fit_go_by_the_drivers_channel(local: Connection) -> None:
    many = {f"V{number}": "x" for number in range(150)}
    planned = plan(spec(environment=many), payload(), local)
    assert len(planned.request["Environment"]) == 100
    assert not list(problems(planned.request))
    with pytest.raises(SubmitError, match="tags"):
        plan(spec(tags={f"t{number}": "x" for number in range(50)}), payload(), local)
