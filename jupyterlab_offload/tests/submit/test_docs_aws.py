"""docs/aws.md shows what `%offload check --policies` prints, and names what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from jupyterlab_offload.kernel.commands.table import COMMANDS
from jupyterlab_offload.kernel.options import parse
from jupyterlab_offload.spec.documents import schema
from jupyterlab_offload.submit import Backend, Connection
from jupyterlab_offload.submit.policies import role_policy, trust_policy, user_policy
from jupyterlab_offload.submit.setup import proposal

PAGE = (Path(__file__).parents[3] / "docs" / "aws.md").read_text("utf-8")


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Connection:
    """What the page's own setup would give to ana."""
    settings = proposal("111122223333", "eu-west-1", None, Path("none"))
    role = "arn:aws:iam::111122223333:role/NAME"
    backend = Backend("aws", role=role, owner="ana", **settings)
    connection = Connection(backend, None)
    monkeypatch.setattr(connection, "_identity", ("111122223333", "ana"))
    return connection


def test_the_policies_are_those_that_check_prints(example: Connection) -> None:
    shown = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
    printed = [user_policy(example), role_policy(example), trust_policy()]
    assert shown == [json.loads(text) for text in printed]


def test_policies_are_short_enough_to_be_read(example: Connection) -> None:
    assert len(user_policy(example).splitlines()) <= 60
    assert '"s3:GetObject", "s3:PutObject"' in user_policy(example)


def test_what_the_page_types_exists() -> None:
    known = {command.name for command in COMMANDS}
    typed = re.findall(r"^ *%offload (\w+)|`%offload (\w+)", PAGE, re.MULTILINE)
    assert typed and {first or second for first, second in typed} <= known
    for line in re.findall(r"^ *%%offload (.*)$", PAGE, re.MULTILINE):
        parse(line)


def test_every_member_of_a_backend_is_in_the_table() -> None:
    members = schema("backends")["definitions"]["backend"]["properties"]
    table = PAGE.partition("## backends.json")[2].partition("## Rights")[0]
    assert {name for name in members if f"`{name}`" not in table} == set()
