"""The check of documents: what fits passes, what does not is named in a short sentence."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.spec import SpecError, job_spec
from jupyterlab_offload.spec.documents import schema
from jupyterlab_offload.spec.schema import ANNOTATIONS, KEYWORDS, check

FOLDER = Path(__file__).parents[2] / "spec"
NAMES = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.schema.json"))
JOB = {"version": 1, "kind": "cell"}

WRONG = [
    ([], "job must be of type object."),
    ({"kind": "cell"}, "job lacks 'version'."),
    ({**JOB, "version": 2}, "job.version must be one of 1."),
    ({**JOB, "version": True}, "job.version must be one of 1."),
    ({**JOB, "kind": "sweep"}, "job.kind must be one of cell."),
    ({**JOB, "limit": {}}, "job: 'limit' is unknown; do you mean 'limits'?"),
    ({**JOB, "zzz": 1}, "job: 'zzz' is unknown."),
    ({**JOB, "limits": {"max_cost": 0}}, "job.limits.max_cost must be more than 0."),
    ({**JOB, "limits": {"max_cost": "2"}}, "job.limits.max_cost must be of type number."),
    ({**JOB, "limits": {"max_cost": math.nan}}, "job.limits.max_cost must be of type number."),
    ({**JOB, "compute": {"gpu": 1.5}}, "job.compute.gpu must be of type integer."),
    ({**JOB, "compute": {"warm_seconds": 3601}}, "job.compute.warm_seconds must be at most 3600."),
    ({**JOB, "tags": {"a": 1}}, "job.tags.a must be of type string."),
    ({**JOB, "outputs": {}}, "job.outputs lacks 'mode'."),
    ({**JOB, "data": [{"name": "a", "uri": 1}]}, "job.data[0].uri must be of type string."),
    ({**JOB, "image": ""}, "job.image must have a length of at least 1."),
    ({**JOB, "environment": {"a b": ""}}, "the name 'a b' in job.environment is 'a b', which"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "message"), WRONG)
def test_what_does_not_fit_is_named(document: Any, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        job_spec(document)
    assert str(caught.value).startswith(message)


def test_defaults_are_filled_in_without_touching_the_document() -> None:
    given = {"version": 1, "kind": "cell", "limits": {"max_cost": 2}}
    filled = job_spec(given)
    assert filled["outputs"] == {"mode": "auto"}
    assert filled["compute"] == {"warm_seconds": 0}
    assert filled["limits"] == {"max_cost": 2}
    assert given == {"version": 1, "kind": "cell", "limits": {"max_cost": 2}}


@pytest.mark.parametrize("name", NAMES)
def test_schemas_use_only_what_is_checked(name: str) -> None:
    found: set[str] = set()

    def walk(one: Any) -> None:
        if not isinstance(one, dict):
            return
        found.update(one)
        for member in ("properties", "definitions"):
            for inner in one.get(member, {}).values():
                walk(inner)
        for member in ("items", "additionalProperties", "propertyNames"):
            walk(one.get(member))

    walk(schema(name))
    assert found <= set(KEYWORDS) | ANNOTATIONS


def test_an_unknown_keyword_is_no_silent_pass() -> None:
    with pytest.raises(ValueError, match="oneOf"):
        check({"oneOf": []}, 1, "x")


leaves = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5000)
    | st.floats()
    | st.text("as3:/ml.", max_size=6)
)
MEMBERS = """version kind limits max_cost max_runtime compute gpu volume_gib data outputs mode names
tags environment image uri name"""
members = st.sampled_from(MEMBERS.split())
values = st.recursive(
    leaves | st.sampled_from(["cell", "auto", "names", "s3://b/k", 1]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(members, inner, max_size=4),
    max_leaves=12,
)
ORACLE = fastjsonschema.compile(
    json.loads((FOLDER / "job.schema.json").read_text()), use_default=False
)


@given(st.dictionaries(members, values, max_size=6))
def test_it_agrees_with_a_full_implementation(document: dict[str, Any]) -> None:
    document = {**JOB, **document}
    try:
        ORACLE(document)
        fits = True
    except fastjsonschema.JsonSchemaException:
        fits = False
    try:
        job_spec(document)
        ours = True
    except SpecError:
        ours = False
    if ours != fits:
        # Ours is stricter in one thing: a number is finite, an integer no float, true no number.
        assert fits and not ours and _odd_numbers(document)


def _odd_numbers(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_odd_numbers(one) for one in value.values())
    if isinstance(value, list):
        return any(_odd_numbers(one) for one in value)
    return isinstance(value, (float, bool))
