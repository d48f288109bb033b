"""Values that look like credentials stay here unless they are named."""

from __future__ import annotations

import boto3
import pandas
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

SECRET += [
    ("x", {"Authorization": "Bearer abcdefghijklmnopqrstuvwxyz"}, "x['Authorization']"),
    ("x", "postgresql://ana:s3cretpw@db.example.com/prod", "x"),
    ("x", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "x"),
    ("x", "[default]\naws_secret_access_key = wJalrXUtnFEMI7MDENGbPxRfiCYEXAMPLEKEY1234", "x"),
    ("df", pandas.DataFrame({"n": [1], "who": ["sk-" + "a" * 40]}), 'df["who"]'),
    ("s", pandas.Series(["a", KEY], name="k"), 's["k"]'),
]

HARMLESS = [
    ("max_tokens", "5000000"),
    ("token", "unbelievable"),
    ("digest", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("url", "https://example.com:8080/a@b"),
    ("words", pandas.DataFrame({"token": ["unbelievable", "hunter2hunter2"]})),
    ("numbers", pandas.DataFrame({"password": [1.5]})),
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


def test_a_credential_in_the_cells_own_text_is_refused(notebook):
    for cell in (f"x = '{KEY}'", "api_key = 'abcdef123456'", "connect(password='hunter2hunter2')"):
        [why] = notebook.capture(cell).refusals.values()
        assert "the text of the cell" in why and "--allow-secret" in why
        assert KEY not in why and "hunter2" not in why and "abcdef" not in why
        assert notebook.capture(cell, allow_secret=True).refusals == {}
    assert notebook.capture("token = 'word'\nx = 'AKIA'").refusals == {}


def test_a_credential_in_a_functions_text_is_refused_by_its_name(notebook):
    notebook.run(f"def fetch():\n    return '{KEY}'")
    assert list(notebook.capture("fetch()").refusals) == ["fetch"]
    assert notebook.capture("fetch()", only={"fetch"}).refusals == {}


def test_files_with_credentials_stay_here(notebook, tmp_path):
    (tmp_path / ".env").write_text("DEBUG=1")
    (tmp_path / "keys.txt").write_text(f"id: {KEY}")
    (tmp_path / "plain.txt").write_text("nothing")
    cell = "[open(name).read() for name in ('.env', 'keys.txt', 'plain.txt')]"
    found = notebook.capture(cell)
    assert sorted(found.refusals) == [".env", "keys.txt"]
    assert "--include .env" in found.refusals[".env"]
    assert [one.path for one in found.files] == ["plain.txt"]
    assert notebook.capture(cell, included={".env": 0, "keys.txt": 0}).refusals == {}


def test_a_local_module_with_a_credential_stays_here(notebook, tmp_path):
    (tmp_path / "offload_settings.py").write_text(f"KEY = '{KEY}'")
    found = notebook.capture("import offload_settings").refusals
    assert list(found) == ["offload_settings.py"] and KEY not in str(found)
    assert notebook.capture("import offload_settings", allow_secret=True).refusals == {}
