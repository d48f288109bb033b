"""Values that look like credentials stay here unless they are named."""

from __future__ import annotations

import boto3
import pytest

from jupyterlab_offload.kernel.capture.secrets import refusals, secret_in

KEY = "AKIA" + "A" * 16


class _Settings:
    def __init__(self) -> None:
        self.api_key = "s3cr3t-value"


_Settings.__module__ = "__main__"

SECRET = [
    ("x", KEY, "x"),
    ("x", f"id={KEY}", "x"),
    ("x", {"a": [KEY]}, "x['a'][0]"),
    ("password", "hunter2hunter2", "password"),
    ("db_password", b"hunter2hunter2", "db_password"),
    ("API_KEY", "abcdef123456", "API_KEY"),
    ("hf_token", "abcdef123456", "hf_token"),
    ("cfg", {"secret": "abcdef123456"}, "cfg['secret']"),
    ("settings", _Settings(), "settings.api_key"),
    ("pem", "-----BEGIN RSA PRIVATE KEY-----\nMII\n", "pem"),
    ("x", "ghp_" + "a" * 36, "x"),
    ("x", "hf_" + "a" * 34, "x"),
    ("x", "sk-" + "a" * 40, "x"),
]

HARMLESS = [
    ("n_tokens", 5),
    ("token", "the"),
    ("tokens", ["the", "cat", "sat"]),
    ("secret", ""),
    ("password", None),
    ("passwords", "a sentence about passwords"),
    ("text", "AKIA is a prefix"),
    ("keys", ["a", "b"]),
    ("key", "abcdef123456"),
    ("x", "task-is-a-long-word-with-dashes"),
    ("monkey", "abcdef123456"),
]


@pytest.mark.parametrize(("name", "value", "place"), SECRET)
def test_a_credential_is_found_where_it_is(name, value, place):
    assert secret_in(name, value) == place
    found = refusals({name: value}, set(), {})
    assert place in found[name] and f"--in {name}" in found[name]
    assert KEY not in found[name]
    assert refusals({name: value}, {name}, {}) == {}


@pytest.mark.parametrize(("name", "value"), HARMLESS)
def test_other_values_are_not(name, value):
    assert secret_in(name, value) is None


def test_sessions_and_clients_are_credentials():
    session = boto3.Session(
        aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
    )
    assert secret_in("session", session) == "session"
    assert secret_in("s3", session.client("s3")) == "s3"


def test_a_credential_in_a_default_is_refused(notebook):
    notebook.run(f"def f(key=dict(a='{KEY}')): return key")
    found = notebook.capture("f()").refusals
    assert list(found) == ["f"] and KEY not in found["f"] and "--in f" in found["f"]
