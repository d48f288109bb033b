"""What the magic's line is completed with."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_offload.kernel.completion import completions

OF_A_JOB = ("status", "logs", "wait", "show", "stop", "cost")


@pytest.mark.parametrize(
    ("line", "word", "wanted"),
    [
        ("%%offload --max", "--max", "--max-cost"),
        ("%%offload ml.g5.x", "ml.g5.x", "ml.g5.xlarge"),
        ("%%offload g5.x", "g5.x", "g5.xlarge"),
        ("%%offload --requirements ", "", "none"),
        ("%%offload --backend l", "l", "local"),
        ("%offload jo", "jo", "jobs"),
        ("%offload stop ce", "ce", "cell-1"),
        ("%offload use ", "", "local"),
        ("%offload attach ", "", "--trust"),
        ("%offload attach ", "", "cell-2"),
        ("%offload attach cell-2 --backend ", "", "local"),
        ("%offload get x --job ce", "ce", "cell-1"),
        ("%offload get x --job=ce", "--job=ce", "--job=cell-1"),
        ("%offload get x --job cell-1 --backend l", "l", "local"),
        *((f"%offload {one} ", "", "cell-1") for one in OF_A_JOB),
        *((f"%offload {one} cell-1 --b", "--b", "--backend") for one in OF_A_JOB),
        *((f"%offload {one} cell-1 --backend ", "", "local") for one in OF_A_JOB),
        *(
            (f"%offload {one} cell-1 --backend=l", "--backend=l", "--backend=local")
            for one in OF_A_JOB
        ),
        ("%offload setup ", "", "aws"),
        ("%offload plan --max", "--max", "--max-cost"),
        ("%%offload --requirements=n", "--requirements=n", "--requirements=none"),
        ("%%offload --backend=l", "--backend=l", "--backend=local"),
    ],
)
def test_a_word_is_completed(line: str, word: str, wanted: str) -> None:
    assert wanted in completions(line, word, {"cell-1": "InProgress", "cell-2": "Failed"})


def test_an_option_that_is_there_is_not_offered_again() -> None:
    found = completions("%%offload --gpu=1 --", "--", {})
    assert "--gpu" not in found and "--tag" in found


def test_a_value_of_the_users_own_is_not_guessed() -> None:
    assert completions("%%offload --name ", "", {}) == {}
    assert completions("%offload get ", "", {"cell-1": "Failed"}).keys() == {"--job", "--backend"}
    assert "cell-1" not in completions("%offload backends ", "", {"cell-1": "Failed"})


def test_types_have_their_shape_and_price_beside_them() -> None:
    found = completions("%%offload ml.g5.x", "ml.g5.x", {})
    assert found == {"ml.g5.xlarge": "4 vCPU, 16 GiB, 1 × A10G 24 GB, $1.408 per hour"}


def test_options_commands_and_jobs_say_what_they_are() -> None:
    assert completions("%%offload --max-c", "--max-c", {})["--max-cost"]
    assert completions("%offload st", "st", {}).keys() == {"status", "stop"}
    assert completions("%offload stop c", "c", {"cell-1": "Failed"}) == {"cell-1": "Failed"}


def test_files_and_folders_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "measurements").mkdir()
    for name in ("may.csv", "a b.csv", ".hidden"):
        (tmp_path / "measurements" / name).write_text("")
    assert completions("%%offload --include me", "me", {}) == {"measurements/": "folder"}
    assert completions("%%offload --include=me", "--include=me", {}) == {
        "--include=measurements/": "folder"
    }
    assert completions("%%offload --data t=./measurements/", "t=./measurements/", {}) == {
        "t=./measurements/may.csv": "file"
    }
    assert completions("%%offload --data t", "t", {}) == {}
    assert completions("%%offload --include nowhere/", "nowhere/", {}) == {}
    assert "none" in completions("%%offload --requirements ", "", {})


def test_a_broken_file_of_backends_completes_types_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backends.json"
    path.write_text("{")
    monkeypatch.setenv("OFFLOAD_BACKENDS", str(path))
    assert "ml.g5.xlarge" in completions("%%offload ml.g5.x", "ml.g5.x", {})
    assert completions("%offload use ", "", {}) == {}
