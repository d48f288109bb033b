"""A scenario on a real engine, as real clients meet it."""

import threading
import time

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError

from jupyterlab_offload.local import stop_engine
from jupyterlab_offload.local.process.errors import EngineError
from jupyterlab_offload.local.process.switch import clear_scenario, current_scenario, set_scenario


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    from ..conftest import LIVE_SETTINGS
    from ..live import LiveEngine

    engine = LiveEngine(tmp_path_factory.mktemp("faults"), LIVE_SETTINGS)
    yield engine
    clear_scenario(engine.home)
    engine.close()


@pytest.fixture
def scenario(live, tmp_path):
    """Puts a document in force."""
    import json

    def put(**document):
        file = tmp_path / "scenario.json"
        file.write_text(json.dumps(document))
        set_scenario(live.home, str(file))

    yield put
    clear_scenario(live.home)


def retrying(attempts):
    return Config(retries={"total_max_attempts": attempts, "mode": "standard"})


def test_throttling_reaches_the_client_and_its_retries_get_through(live, scenario):
    error = {"code": "ThrottlingException", "message": "Rate exceeded"}
    scenario(faults=[{"operation": "sagemaker:ListTrainingJobs", "error": error, "count": 2}])
    with pytest.raises(ClientError, match=r"ThrottlingException.*Rate exceeded"):
        live.sagemaker.list_training_jobs()
    patient = live.client("sagemaker", config=retrying(3))
    assert patient.list_training_jobs()["ResponseMetadata"]["RetryAttempts"] == 1


def test_s3_says_slow_down_in_its_own_format(live, scenario):
    error = {"code": "SlowDown", "message": "Please reduce your request rate.", "status": 503}
    scenario(faults=[{"operation": "s3:ListBuckets", "error": error}])
    with pytest.raises(ClientError) as raised:
        live.s3.list_buckets()
    answer = raised.value.response
    assert answer["Error"] == {"Code": "SlowDown", "Message": "Please reduce your request rate."}
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 503


def test_a_fault_of_one_operation_leaves_the_others_alone(live, scenario):
    scenario(faults=[{"operation": "logs:FilterLogEvents", "cut": "request"}])
    assert live.client("sts").get_caller_identity()["Account"] == "000000000000"
    with pytest.raises((ConnectionClosedError, HTTPClientError)):
        live.logs.filter_log_events(logGroupName="/aws/sagemaker/TrainingJobs")


def test_latency_holds_up_one_operation_and_nothing_else(live, scenario):
    scenario(faults=[{"operation": "sts:*", "latency": 0.4}])
    took = []

    def ask():
        began = time.monotonic()
        live.client("sts").get_caller_identity()
        took.append(time.monotonic() - began)

    slow = threading.Thread(target=ask)
    slow.start()
    live.s3.list_buckets()
    assert not took
    slow.join()
    assert took[0] >= 0.4


def test_a_request_that_is_being_served_is_completed_when_the_engine_ends(live, scenario):
    scenario(faults=[{"operation": "sts:*", "latency": 0.5}])
    sts, answers = live.client("sts"), []
    slow = threading.Thread(target=lambda: answers.append(sts.get_caller_identity()))
    slow.start()
    time.sleep(0.2)
    stop_engine(live.home.root)
    slow.join()
    live.start()
    assert [answer["Account"] for answer in answers] == ["000000000000"]


def test_a_cut_answer_happened_all_the_same(live, scenario):
    bucket = "cut-" + str(time.monotonic_ns())
    scenario(faults=[{"operation": "s3:CreateBucket", "cut": "answer", "count": 1}])
    with pytest.raises((ConnectionClosedError, HTTPClientError)):
        live.s3.create_bucket(Bucket=bucket)
    assert bucket in [found["Name"] for found in live.s3.list_buckets()["Buckets"]]


def test_the_engines_own_calls_go_on_while_everything_else_fails(live, scenario):
    scenario(faults=[{"operation": "*", "cut": "request"}])
    with pytest.raises((ConnectionClosedError, HTTPClientError)):
        live.s3.list_buckets()
    assert current_scenario(live.home)["faults"]
    clear_scenario(live.home)
    live.s3.list_buckets()


def test_only_the_engines_own_key_may_change_the_scenario(live, scenario):
    session = live.client("sts").assume_role(
        RoleArn="arn:aws:iam::000000000000:role/offload", RoleSessionName="learner"
    )["Credentials"]
    from jupyterlab_offload.local.process import control, switch

    info = control.find(live.home)
    stranger = control.EngineInfo(
        **{
            **vars(info),
            "access_key": session["AccessKeyId"],
            "secret_key": session["SecretAccessKey"],
        }
    )
    forged = control.EngineInfo(**{**vars(info), "secret_key": "0" * 40})
    for caller in (stranger, forged):
        with pytest.raises(EngineError):
            switch._call(caller, "PUT", "{}")
    with pytest.raises(EngineError, match="is not known here"):
        switch._call(info, "PUT", '{"quota": 1}')
    with pytest.raises(EngineError, match="not JSON"):
        switch._call(info, "PUT", "{")
