"""What an image's name stands for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.runner import images
from jupyterlab_offload.local.runner.images import ImageError

from .test_interpreters import fake_interpreter

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def test_local_python_is_the_engines_interpreter() -> None:
    assert images.resolve("local/python", sys.executable) == images.Image(sys.executable)
    assert images.resolve(f"local/python:{VERSION}", sys.executable).python == sys.executable


def test_a_version_is_another_interpreter_s_and_says_which_there_are_when_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    other = fake_interpreter(tmp_path / "python3.97", "3.97")
    assert images.resolve("local/python:3.97", sys.executable).python == str(other)
    with pytest.raises(ImageError, match=r"no Python 3\.96 .*there are .*3\.97\. Install"):
        images.resolve("local/python:3.96", sys.executable)


@pytest.mark.parametrize(
    "image",
    [
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch:2.13-cpu-amzn2023-sagemaker",
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.8.0-gpu-py312",
        "763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-training:2.19.0-gpu-py312",
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-training:2.9.0"
        "-transformers5.3.0-gpu-py312-cu130-ubuntu22.04",
        "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0",
        "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-py312",
        "885854791233.dkr.ecr.us-east-1.amazonaws.com/sagemaker-distribution-prod:4.3.0-cpu",
        "727897471807.dkr.ecr.cn-north-1.amazonaws.com.cn/pytorch-training:2.8.0-gpu-py312",
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch@sha256:" + "a" * 64,
    ],
)
def test_aws_framework_images_are_mapped_and_the_log_says_so(image: str) -> None:
    found = images.resolve(image, sys.executable)
    assert found.python == sys.executable
    assert found.note == f"{image} is mapped to local/python ({sys.executable})."


@pytest.mark.parametrize(
    "image",
    [
        "",
        "python",
        "local/python:",
        "local/python:2.7",
        "local/python:3.11-slim",
        "local/r",
        "local/python\n",
        "pytorch/pytorch:latest",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/my-image:1",
        "763104351884.dkr.ecr.us-east-1.amazonaws.com.evil.com/pytorch:1",
    ],
)
def test_any_other_image_is_refused_with_what_can_be_used(image: str) -> None:
    with pytest.raises(ImageError, match="local/python"):
        images.check(image)


@given(st.text())
def test_no_name_makes_the_check_fail_otherwise(image: str) -> None:
    try:
        images.check(image)
    except ImageError:
        assert not image.startswith("local/python:3.1") or len(image) > 16


def test_a_missing_interpreter_is_told() -> None:
    with pytest.raises(ImageError, match="does not run: /no/python"):
        images.resolve("local/python", "/no/python")
