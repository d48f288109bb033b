"""The SM_* variables, against what the training toolkit gives."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.runner.environment import MAX_VARIABLE_BYTES, Job, View, variables
from jupyterlab_offload.local.runner.layers import passed_on
from jupyterlab_offload.local.runner.layout import JobFolder, configuration
from jupyterlab_offload.local.runner.spawning import environment

from .conftest import channel, request


def job(ml: str = "/opt/ml", **members) -> Job:
    wanted = request("name", "true", **members)
    folder = JobFolder(Path("/jobs/name"))
    return Job(wanted, "arn:job", "us-east-1", folder, View(ml), "/t", "/env/bin/python")


def test_the_contract_of_script_mode_is_complete() -> None:
    values = {"sagemaker_program": '"train.py"', "epochs": "3", "name": '"x"'}
    env = variables(job(HyperParameters=values, InputDataConfig=[channel("train-a", "s3://b/p/")]))
    assert env["SM_CHANNELS"] == '["train-a"]'
    assert env["SM_CHANNEL_TRAIN-A"] == "/opt/ml/input/data/train-a"
    assert env["SM_HPS"] == '{"epochs":3,"name":"x"}'
    assert (env["SM_HP_EPOCHS"], env["SM_HP_NAME"]) == ("3", "x")
    assert env["SM_USER_ARGS"] == '["--epochs","3","--name","x"]'
    assert (env["SM_USER_ENTRY_POINT"], env["SM_MODULE_NAME"]) == ("train.py", "train")
    assert env["SM_HOSTS"] == '["algo-1"]'
    assert env["SM_CURRENT_HOST"] == env["SM_MASTER_ADDR"] == "algo-1"
    assert json.loads(env["SM_TRAINING_ENV"])["channel_input_dirs"] == {
        "train-a": "/opt/ml/input/data/train-a"
    }
    for name in (
        "MODEL_DIR",
        "OUTPUT_DATA_DIR",
        "OUTPUT_DIR",
        "INPUT_DIR",
        "INPUT_CONFIG_DIR",
        "NUM_CPUS",
        "NUM_GPUS",
        "RESOURCE_CONFIG",
        "INPUT_DATA_CONFIG",
        "MODULE_DIR",
        "MASTER_PORT",
        "CURRENT_INSTANCE_TYPE",
        "NETWORK_INTERFACE_NAME",
        "LOG_LEVEL",
        "FRAMEWORK_PARAMS",
    ):
        assert env[f"SM_{name}"], name


def test_without_private_mounts_all_paths_are_the_folders() -> None:
    env = variables(
        job(
            "/jobs/name/ml",
            Environment={"CACHE": "/opt/ml/cache:/opt/mlx:a/opt/ml"},
            InputDataConfig=[channel("c", "s3://b/p/")],
        )
    )
    assert env["SM_CHANNEL_C"] == "/jobs/name/ml/input/data/c"
    assert env["CACHE"] == "/jobs/name/ml/cache:/opt/mlx:a/opt/ml"
    assert not [name for name, value in env.items() if name != "CACHE" and "/opt/ml" in value]


def test_what_the_system_cannot_hold_is_left_out() -> None:
    values = {f"p{number}": "v" * 2500 for number in range(100)}
    env = variables(job(HyperParameters=values))
    assert env["SM_HP_P7"] == "v" * 2500
    assert "SM_HPS" not in env


@given(
    st.dictionaries(st.text(max_size=10), st.text(max_size=50), max_size=5),
    st.dictionaries(st.text(max_size=10), st.text(max_size=50), max_size=5),
)
def test_any_request_gives_an_environment_that_can_be_used(
    parameters: dict[str, str], declared: dict[str, str]
) -> None:
    for name, value in variables(job(HyperParameters=parameters, Environment=declared)).items():
        assert name and "=" not in name and "\0" not in name + value
        assert len(name) + len(value) <= MAX_VARIABLE_BYTES


def test_all_values_in_the_configuration_files_are_strings() -> None:
    config = configuration(job(HyperParameters={"a": "1"}).request)
    assert config["hyperparameters"] == {"a": "1"}
    assert config["resourceconfig"]["current_host"] == "algo-1"


def test_a_supervisor_gets_what_pip_needs_and_no_keys() -> None:
    given_ = {
        "AWS_SECRET_ACCESS_KEY": "k",
        "PIP_INDEX_URL": "u",
        "https_proxy": "p",
        "X": "y",
        "PATH": "/bin",
        "REQUESTS_CA_BUNDLE": "c",
        "NO_PROXY": "n",
        "TOKEN": "t",
    }
    assert environment(given_) == {
        "PATH": "/bin",
        "LANG": "C.UTF-8",
        "PIP_INDEX_URL": "u",
        "https_proxy": "p",
        "REQUESTS_CA_BUNDLE": "c",
        "NO_PROXY": "n",
    }
    assert passed_on({"PIPE": "x", "PROXY": "y"}) == {}
