import asyncio

import pytest

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.exchange import CutConnection
from jupyterlab_offload.local.scenario import Scenario, parse

THROTTLING = {"code": "ThrottlingException", "message": "Rate exceeded"}


class Requests:
    """Sends requests through a scenario's faults; remembers what it slept."""

    def __init__(self, *faults, seed=0):
        self.slept = []
        self.scenario = Scenario(parse({"faults": list(faults), "seed": seed}), self.sleep)

    async def sleep(self, seconds):
        self.slept.append(seconds)

    def __call__(self, service="sagemaker", operation="Search"):
        try:
            cut = asyncio.run(self.scenario.before(service, operation))
        except AWSError as error:
            return error.code
        except CutConnection:
            return "cut"
        return "cut answer" if cut else "ok"


def test_a_good_day_asks_and_changes_nothing():
    day = Scenario()
    assert asyncio.run(day.before("s3", "PutObject")) is False
    assert day.quota("ml.m5.large") is None
    assert day.capacity_error("ml.m5.large") is None
    assert day.delay("Starting") == 0
    assert (day.log_delay, day.search_delay, day.checkpoint_delay) == (0, 0, 0)
    assert not day.non_atomic
    assert not day.upload_on_failure


def test_a_fault_concerns_the_operation_it_names():
    send = Requests({"operation": "sagemaker:Search", "error": THROTTLING})
    assert send("sagemaker", "Search") == "ThrottlingException"
    assert send("sagemaker", "ListTrainingJobs") == "ok"
    assert send("s3", "Search") == "ok"


def test_a_fault_can_concern_a_service_or_all_of_them():
    send = Requests({"operation": "s3:*", "error": THROTTLING})
    assert send("s3", "GetObject") == "ThrottlingException"
    assert send("logs", "GetLogEvents") == "ok"
    send = Requests({"operation": "*", "error": THROTTLING})
    assert send("logs", "GetLogEvents") == "ThrottlingException"


def test_the_engines_own_calls_never_fail_so_that_a_scenario_can_be_taken_back():
    send = Requests({"operation": "*", "cut": "request"})
    assert send("offload", "Scenario") == "ok"


def test_a_fault_by_count_happens_that_often():
    send = Requests({"operation": "*", "error": THROTTLING, "count": 2})
    assert [send() for _ in range(4)] == ["ThrottlingException"] * 2 + ["ok"] * 2


def test_a_fault_by_share_happens_about_that_often_and_the_same_with_the_same_seed():
    fault = {"operation": "*", "error": THROTTLING, "share": 0.25}
    first, again, other = Requests(fault), Requests(fault), Requests(fault, seed=1)
    answers = [first() for _ in range(400)]
    assert 60 <= answers.count("ThrottlingException") <= 140
    assert [again() for _ in range(400)] == answers
    assert [other() for _ in range(400)] != answers


def test_an_error_has_the_status_that_the_scenario_gives_it():
    scenario = Scenario(
        parse(
            {
                "faults": [
                    {
                        "operation": "s3:*",
                        "error": {"code": "SlowDown", "message": "m", "status": 503},
                    }
                ]
            }
        )
    )
    with pytest.raises(AWSError) as raised:
        asyncio.run(scenario.before("s3", "PutObject"))
    assert (raised.value.code, raised.value.status) == ("SlowDown", 503)


def test_latency_is_waited_for_before_what_else_happens():
    send = Requests({"operation": "*", "latency": 0.5, "error": THROTTLING})
    assert send() == "ThrottlingException"
    assert send.slept == [0.5]


def test_faults_happen_in_the_order_of_the_document():
    send = Requests({"operation": "*", "latency": 1}, {"operation": "*", "cut": "request"})
    assert send() == "cut"
    assert send.slept == [1]


def test_a_cut_answer_lets_the_operation_happen():
    assert Requests({"operation": "*", "cut": "answer"})() == "cut answer"


def test_a_type_without_quota_of_its_own_has_that_of_all_others():
    scenario = Scenario(parse({"quotas": {"ml.g5.xlarge": 1, "*": 0}}))
    assert scenario.quota("ml.g5.xlarge") == 1
    assert scenario.quota("ml.p5.48xlarge") == 0


def test_a_capacity_error_has_awss_words_unless_others_are_given():
    scenario = Scenario(parse({"capacity_errors": {"ml.g5.xlarge": "", "ml.p5.48xlarge": "none"}}))
    assert scenario.capacity_error("ml.g5.xlarge").startswith("CapacityError: Unable to provision")
    assert scenario.capacity_error("ml.p5.48xlarge") == "none"
    assert scenario.capacity_error("ml.m5.large") is None
