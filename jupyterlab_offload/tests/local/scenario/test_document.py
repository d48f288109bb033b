import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.scenario import ScenarioError, load, parse
from jupyterlab_offload.local.scenario.document import BUILT_IN, Document

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*Document.__dataclass_fields__, "operation", "error", "Starting", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def test_an_empty_document_is_a_good_day():
    assert parse({}) == Document()


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_is_built_in_can_be_used(name):
    assert parse(load(name)).name == name


def test_aws_like_is_slow_late_and_keeps_no_model_of_a_failed_job():
    document = parse(load("aws-like"))
    assert document.delays["Starting"] > 0
    assert min(document.log_delay, document.search_delay, document.checkpoint_delay) > 0
    assert document.non_atomic
    assert not document.upload_on_failure


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "must be of type object"),
        ({"quota": {}}, "quota is not known here; known are name"),
        ({"quotas": {"ml.m5.large": -1}}, "quotas.ml.m5.large must be at least 0"),
        ({"quotas": {"ml.m5.large": 1.5}}, "must be of type integer"),
        ({"quotas": {"ml.m5.large": True}}, "must be of type integer"),
        ({"delays": {"Stopping": 1}}, "delays.Stopping is not known here; known are Starting"),
        ({"log_delay": "2"}, "log_delay must be of type number"),
        ({"log_delay": float("nan")}, "log_delay must be at least 0"),
        ({"faults": [{}]}, r"faults\[0\] needs the member 'operation'"),
        (
            {"faults": [{"operation": "ec2:RunInstances"}]},
            r"faults\[0\].operation is 'ec2:RunInstances'; it must be service:Operation, ",
        ),
        (
            {"faults": [{"operation": "*", "error": {"code": "a b", "message": ""}}]},
            "error.code is 'a b'; it must be a name of letters",
        ),
        (
            {"quotas": {"*": 1, "ml.g5.xlage": 1}},
            r"quotas names 'ml.g5.xlage', which is no .*; did you mean ml.g5.xlarge\?",
        ),
        ({"capacity_errors": {"banana": ""}}, "'banana', which is .*; they look like ml.m5.large"),
        ({"faults": [{"operation": "s3:PutObjekt"}]}, "not serve s3:PutObjekt; of s3 .*PutObject,"),
        ({"faults": [{"operation": "*", "cut": True}]}, "must be one of request, answer"),
        ({"faults": [{"operation": "*", "share": 2}]}, "at most 1"),
        ({"faults": [{"operation": "*", "error": {"code": "X"}}]}, "needs the member 'message'"),
        ({"faults": [{"operation": "*"}] * 201}, "at most 200 items"),
        ({"name": ""}, "must have 1 to 64 characters"),
    ],
)
def test_a_wrong_document_is_refused_with_the_place_and_what_would_be_right(document, says):
    with pytest.raises(ScenarioError, match=says):
        parse(document)


@given(JSON)
def test_any_json_is_taken_or_refused(document):
    try:
        parse(document)
    except ScenarioError as error:
        assert str(error).startswith("The scenario is wrong: ")


def test_a_file_is_read(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"name": "mine", "quotas": {"*": 0}}))
    assert load(path) == {"name": "mine", "quotas": {"*": 0}}


def test_what_cannot_be_read_is_named_with_what_can(tmp_path):
    with pytest.raises(
        ScenarioError, match="no scenario 'aws-lik': built in is aws-like; any other"
    ):
        load("aws-lik")
    with pytest.raises(ScenarioError, match=r"cannot be read: Is a directory\.$"):
        load(tmp_path)
    for text in ("{", "[" * 100_000):
        (tmp_path / "bad.json").write_text(text)
        with pytest.raises(ScenarioError, match="is not JSON"):
            load(tmp_path / "bad.json")
    (tmp_path / "bad.json").write_bytes(b"\xff")
    with pytest.raises(ScenarioError, match=r"cannot be read: .*utf-8"):
        load(tmp_path / "bad.json")
