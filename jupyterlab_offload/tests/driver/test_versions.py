"""Pickles are refused before anything runs where they could not be read as they were."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_offload.driver import versions
from jupyterlab_offload.driver.manifest import Input
from jupyterlab_offload.driver.refusal import SetupError

HERE = "3.11"


def made(format: str = "pickle", **meta: Any) -> list[Input]:
    return [Input("0" * 64, 1, ("model", "data"), format, meta)]


def test_a_pickle_of_this_environment_passes() -> None:
    version = versions.installed("pytest")
    versions.check(made(python=HERE, libraries={"pytest": version}), HERE)
    versions.check(made(python="3.8", libraries={}), HERE)


def test_compiled_functions_need_their_python() -> None:
    with pytest.raises(SetupError, match=r"model, data .* Python 3.8 .*3.11"):
        versions.check(made(python="3.8", same_python_minor=True), HERE)


def test_a_missing_library_is_named() -> None:
    with pytest.raises(SetupError, match="nowhere_at_all, which is not installed"):
        versions.check(made(libraries={"nowhere_at_all": "1.0"}), HERE)


def test_another_series_is_refused_with_both_versions() -> None:
    with pytest.raises(SetupError, match=r"pytest 1.2.3; here is .*requirements auto"):
        versions.check(made(libraries={"pytest": "1.2.3"}), HERE)


def test_typed_formats_are_read_by_any_version() -> None:
    versions.check(made("npy", libraries={"numpy": "0.1"}), HERE)
