"""A job from its start to each of its ends."""

from __future__ import annotations

import json

import pytest

from jupyterlab_offload.local.store.jobs import Job

from .conftest import BUCKET, Bench, channel, request

MODES = pytest.mark.parametrize("private", [True, False], ids=["private", "shared"])


def secondaries(job: Job) -> list[str]:
    return [item["Status"] for item in job.state["transitions"]]


@MODES
def test_a_job_reads_its_channel_logs_and_leaves_a_model(bench: Bench, private: bool) -> None:
    bench.put("data/a.txt", "one")
    bench.put("data/sub/b.txt", "two")
    job = bench.run(
        request(
            "first",
            'cat "$SM_CHANNEL_TRAIN/a.txt" "$SM_CHANNEL_TRAIN/sub/b.txt" > "$SM_MODEL_DIR/m"\n'
            "echo out; echo err >&2; echo last\n"
            'echo more > "$SM_OUTPUT_DATA_DIR/extra"',
            InputDataConfig=[channel("train", f"s3://{BUCKET}/data/")],
        ),
        private_mounts=private,
    )
    assert (job.status, job.secondary) == ("Completed", "Completed")
    assert secondaries(job) == ["Starting", "Downloading", "Training", "Uploading", "Completed"]
    assert bench.lines("first")[-3:] == ["out", "err", "last"]
    assert bench.unpack("out/first/output/model.tar.gz") == {"m": b"onetwo"}
    assert bench.unpack("out/first/output/output.tar.gz") == {"extra": b"more\n"}
    assert job.state["artifacts"] == f"s3://{BUCKET}/out/first/output/model.tar.gz"
    assert job.state["private_opt_ml"] is private
    assert json.dumps(job.state)


def test_times_and_messages_are_recorded(bench: Bench) -> None:
    job = bench.run(request("times", "sleep 0.2"))
    state = job.state
    assert job.created <= state["started"] < state["ended"]
    assert state["ended"] - state["started"] >= 0.2
    assert state["billable"] == 1
    assert [item["StatusMessage"] for item in state["transitions"]] == [
        "Starting the training job",
        "Downloading input data",
        "Training image download completed. Training in progress.",
        "Uploading generated training model",
        "Training job completed",
    ]
    for earlier, later in zip(state["transitions"], state["transitions"][1:], strict=False):
        assert earlier["EndTime"] == later["StartTime"]


@MODES
def test_a_failing_algorithm_fails_the_job_and_uploads_no_model(
    bench: Bench, private: bool
) -> None:
    job = bench.run(request("bad", 'echo x > "$SM_MODEL_DIR/m"; exit 3'), private_mounts=private)
    assert (job.status, job.state["failure"]) == ("Failed", "AlgorithmError: , exit code: 3")
    assert job.state["exit_code"] == 3
    assert bench.keys("out/") == []
    assert "artifacts" not in job.state


def test_a_scenario_can_upload_the_model_of_a_failed_job(bench: Bench) -> None:
    job = bench.run(request("bad", 'echo x > "$SM_MODEL_DIR/m"; exit 3'), upload_on_failure=True)
    assert job.status == "Failed"
    assert bench.unpack("out/bad/output/model.tar.gz") == {"m": b"x\n"}


def test_the_failure_file_becomes_the_reason(bench: Bench) -> None:
    job = bench.run(request("told", 'printf "no more data" > "$SM_OUTPUT_DIR/failure"; exit 1'))
    assert job.state["failure"] == "AlgorithmError: no more data, exit code: 1"


def test_a_long_failure_file_is_cut_to_what_aws_shows(bench: Bench) -> None:
    script = 'yes reason | head -c 100000 > "$SM_OUTPUT_DIR/failure"; exit 7'
    reason = bench.run(request("long", script)).state["failure"]
    assert len(reason) == 1024
    assert reason.endswith(", exit code: 7")


@pytest.mark.parametrize("trick", ["mkfifo", "mkdir", "ln -s /etc/passwd"])
def test_a_failure_file_that_is_none_is_ignored(bench: Bench, trick: str) -> None:
    job = bench.run(request("trick", f'{trick} "$SM_OUTPUT_DIR/failure"; exit 1'))
    assert job.state["failure"] == "AlgorithmError: , exit code: 1"


def test_a_killed_algorithm_has_the_exit_code_of_its_signal(bench: Bench) -> None:
    assert bench.run(request("seg", "kill -SEGV $$")).state["exit_code"] == 139


@MODES
def test_an_entry_point_that_does_not_exist_fails_the_job(bench: Bench, private: bool) -> None:
    wanted = request("none", AlgorithmSpecification={"ContainerEntrypoint": ["/no/such"]})
    job = bench.run(wanted, private_mounts=private)
    assert job.state["failure"] == (
        "AlgorithmError: Cannot start '/no/such': No such file or directory, exit code: 127"
    )
    assert bench.lines("none")[-1] == "/no/such: No such file or directory"


def test_a_job_without_a_program_says_what_it_needs(bench: Bench) -> None:
    reason = bench.run(request("empty")).state["failure"]
    assert reason.startswith("ClientError: The image local/python has no training program")
    assert "ContainerEntrypoint" in reason and "sagemaker_program" in reason


def test_a_missing_output_bucket_fails_the_job(bench: Bench) -> None:
    wanted = request("nowhere", "true", OutputDataConfig={"S3OutputPath": "s3://missing/x"})
    job = bench.run(wanted)
    assert job.state["failure"] == (
        "ClientError: Artifact upload failed:The specified bucket does not exist"
    )


def test_without_compression_files_are_plain_objects(bench: Bench) -> None:
    output = {"S3OutputPath": f"s3://{BUCKET}/out/", "CompressionType": "NONE"}
    script = "mkdir $SM_MODEL_DIR/d; echo 1 > $SM_MODEL_DIR/d/w; echo 2 > $SM_OUTPUT_DATA_DIR/e"
    job = bench.run(request("plain", script, OutputDataConfig=output))
    assert bench.keys("out/") == ["out/plain/output/data/e", "out/plain/output/model/d/w"]
    assert job.state["artifacts"] == f"s3://{BUCKET}/out/plain/output/model/"


def test_a_capacity_error_fails_the_job_before_anything_is_billed(bench: Bench) -> None:
    job = bench.run(request("full", "true"), capacity_error="CapacityError: none left")
    assert (job.status, job.state["failure"]) == ("Failed", "CapacityError: none left")
    assert "started" not in job.state and "billable" not in job.state
    assert secondaries(job) == ["Starting", "Failed"]


def test_delays_of_a_scenario_pass_in_their_phases(bench: Bench) -> None:
    phases = {"Starting": 0.15, "Downloading": 0.2, "Training": 0.25, "Uploading": 0.3}
    job = bench.run(request("slow", "true"), delays=phases)
    for item in job.state["transitions"][:-1]:
        assert item["EndTime"] - item["StartTime"] >= phases[item["Status"]] - 0.01


def test_what_the_engine_has_to_say_about_the_image_is_in_the_log(bench: Bench) -> None:
    bench.run(request("noted", "echo mine"), notes=("mapped to local/python",))
    assert bench.lines("noted") == ["mapped to local/python", "mine"]


def test_exact_arguments_reach_the_entry_point(bench: Bench) -> None:
    arguments = ["", "a b", "'\"", "$HOME `x`", "日本\n", "-c"]
    code = "import json,sys; print(json.dumps(sys.argv[1:]))"
    algorithm = {
        "ContainerEntrypoint": ["python3", "-c", code],
        "ContainerArguments": arguments,
    }
    bench.run(request("exact", AlgorithmSpecification=algorithm))
    assert json.loads(bench.lines("exact")[-1]) == arguments
