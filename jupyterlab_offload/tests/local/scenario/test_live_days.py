"""Jobs on worse days: no quota, no capacity, and AWS's usual slowness, four times as fast."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from jupyterlab_offload.local.process.switch import set_scenario
from jupyterlab_offload.local.scenario import load

from ..days import aws_like
from ..live import wait_for

PACE = 0.25
FAILING = """
import os
open(os.environ["SM_MODEL_DIR"] + "/model.txt", "w").close()
print("failing")
raise SystemExit(1)
"""


@pytest.fixture
def live(start_engine):
    return start_engine()


@pytest.fixture
def scenario(live, tmp_path):
    def put(document):
        file = tmp_path / "scenario.json"
        file.write_text(json.dumps(document))
        set_scenario(live.home, str(file))

    return put


def test_a_type_without_quota_is_refused_and_one_with_quota_is_counted(
    live, scenario, training_job
):
    scenario({"quotas": {"ml.m5.large": 1, "*": 0}})
    bucket = live.make_bucket()
    first = training_job(live, bucket, "import time; time.sleep(60)")
    live.sagemaker.create_training_job(**first)
    second = training_job(live, bucket, "pass")
    large = {
        **second,
        "ResourceConfig": {**second["ResourceConfig"], "InstanceType": "ml.g5.xlarge"},
    }
    for request, instance_type in ((second, "ml.m5.large"), (large, "ml.g5.xlarge")):
        with pytest.raises(ClientError) as raised:
            live.sagemaker.create_training_job(**request)
        error = raised.value.response["Error"]
        assert error["Code"] == "ResourceLimitExceeded"
        assert f"'{instance_type} for training job usage'" in error["Message"]
    live.sagemaker.stop_training_job(TrainingJobName=first["TrainingJobName"])
    live.ended(first["TrainingJobName"])
    live.sagemaker.create_training_job(**second)
    assert live.ended(second["TrainingJobName"])["TrainingJobStatus"] == "Completed"


def test_a_type_that_cannot_be_had_fails_the_job_with_awss_words(live, scenario, training_job):
    scenario({"capacity_errors": {"ml.m5.large": ""}})
    described = live.run(training_job(live, live.make_bucket(), "pass"))
    assert described["TrainingJobStatus"] == "Failed"
    assert described["FailureReason"].startswith("CapacityError: Unable to provision")
    assert "TrainingStartTime" not in described


@pytest.mark.slow
def test_on_an_aws_like_day_everything_is_late_and_comes(live, scenario, training_job):
    scenario(aws_like(PACE))
    bucket = live.make_bucket()
    request = training_job(live, bucket, "print('trained')")
    name = request["TrainingJobName"]
    began = time.monotonic()
    live.sagemaker.create_training_job(**request)
    found = {"NameContains": name}
    assert (
        live.sagemaker.describe_training_job(TrainingJobName=name)["SecondaryStatus"] == "Starting"
    )
    assert live.sagemaker.list_training_jobs(**found)["TrainingJobSummaries"] == []
    described = live.ended(name)
    took = time.monotonic() - began
    assert described["TrainingJobStatus"] == "Completed"
    assert took >= PACE * sum(load("aws-like")["delays"].values())
    assert live.sagemaker.list_training_jobs(**found)["TrainingJobSummaries"] != []
    wait_for(lambda: live.log_lines(name) == ["trained"])


@pytest.mark.slow
def test_on_an_aws_like_day_logs_come_after_the_job_and_a_failed_job_leaves_no_model(
    live, scenario, training_job
):
    document = aws_like(PACE)
    document["delays"] = {}
    # Longer than a slow machine takes to see the end.
    document["log_delay"] = 5.0
    scenario(document)
    bucket = live.make_bucket()
    request = training_job(live, bucket, FAILING)
    described = live.run(request)
    assert described["TrainingJobStatus"] == "Failed"
    assert live.log_lines(request["TrainingJobName"]) == []
    wait_for(lambda: live.log_lines(request["TrainingJobName"]) == ["failing"])
    output = live.s3.list_objects_v2(Bucket=bucket, Prefix=f"{request['TrainingJobName']}/out/")
    assert output["KeyCount"] == 0
