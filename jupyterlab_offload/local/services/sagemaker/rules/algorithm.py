"""Rules for what is run: image, entry point, hyperparameters, environment, metrics."""

from __future__ import annotations

import re
import warnings
from typing import Any

from ....context import Engine
from ....runner import images
from ..errors import invalid, not_served
from .places import no_nul


def check(request: dict[str, Any], engine: Engine) -> None:
    algorithm = request.get("AlgorithmSpecification")
    if not algorithm:
        raise invalid("AlgorithmSpecification is required.")
    _check_image(algorithm, engine.settings.python)
    mode = algorithm["TrainingInputMode"]
    if mode != "File":
        raise not_served(f"TrainingInputMode {mode}", "Use File.")
    for member in ("ContainerEntrypoint", "ContainerArguments"):
        for text in algorithm.get(member, ()):
            no_nul(text, f"AlgorithmSpecification.{member}")
    if algorithm.get("ContainerEntrypoint", ["given"])[0] == "":
        raise invalid("Invalid AlgorithmSpecification.ContainerEntrypoint: it must name a program.")
    for key, value in request.get("Environment", {}).items():
        no_nul(value, f"Environment value of '{key}'")
    _check_metrics(algorithm.get("MetricDefinitions", ()))


def _check_image(algorithm: dict[str, Any], python: str) -> None:
    image, name = algorithm.get("TrainingImage"), algorithm.get("AlgorithmName")
    if image and name:
        raise invalid(
            "Only one of TrainingImage and AlgorithmName may be specified in"
            " AlgorithmSpecification."
        )
    if name:
        raise not_served("algorithm resources (AlgorithmName)", "Specify TrainingImage.")
    if not image:
        raise invalid(
            "Either TrainingImage or AlgorithmName must be specified in AlgorithmSpecification."
        )
    if algorithm.get("TrainingImageConfig", {}).get("TrainingRepositoryAccessMode") == "Vpc":
        raise not_served("private Docker registries (TrainingImageConfig)")
    try:
        images.resolve(image, python)
    except images.ImageError as error:
        raise invalid(str(error)) from error


def _check_metrics(definitions: list[dict[str, Any]] | tuple[()]) -> None:
    seen = set()
    for definition in definitions:
        name = definition["Name"]
        if name in seen:
            raise invalid(f"Metric names must be unique; '{name}' is defined more than once.")
        seen.add(name)
        try:
            with warnings.catch_warnings():
                # Doubtful syntax is the job's affair; only what cannot be used is refused.
                warnings.simplefilter("ignore")
                re.compile(definition["Regex"])
        except (re.error, OverflowError, RecursionError) as error:
            raise invalid(
                f"Invalid regular expression for metric '{name}': {definition['Regex']} ({error})"
            ) from error
