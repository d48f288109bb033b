"""Script mode as the SageMaker SDK drives it, and archives that mean harm."""

from __future__ import annotations

import contextlib
import io
import json
import os
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.runner import hyperparameters
from jupyterlab_offload.local.runner.script_mode import UnsafeArchive, extract

from .conftest import BUCKET, Bench, pack, request

SOURCE = f"s3://{BUCKET}/code/sourcedir.tar.gz"


def sdk(name: str, program: str, uri: str = SOURCE, **own) -> dict:
    """What the SDK sends for an Estimator: every value as JSON."""
    values = {
        "sagemaker_program": program, "sagemaker_submit_directory": uri,
        "sagemaker_container_log_level": 20, "sagemaker_job_name": name,
        "sagemaker_region": "us-east-1", **own,
    }
    return request(name, HyperParameters={key: json.dumps(value) for key, value in values.items()})


def test_a_script_gets_its_arguments_folder_and_model_dir(bench: Bench) -> None:
    script = (
        "import json, os, sys, helper\n"
        "print(json.dumps([sys.argv, os.getcwd(), os.environ['SM_USER_ARGS']]))\n"
        "open(os.environ['SM_MODEL_DIR'] + '/w', 'w').write(helper.VALUE)\n"
    )
    bench.put("code/sourcedir.tar.gz", pack({"train.py": script, "helper.py": "VALUE = 'v'"}))
    job = bench.run(sdk("script", "train.py", epochs=2, lr=0.1, title="a b", b=True, x=None))
    assert job.status == "Completed"
    arguments = ["-b", "True", "--epochs", "2", "--lr", "0.1", "--title", "a b", "-x", ""]
    argv, folder, told = json.loads(bench.lines("script")[-1])
    assert argv == ["train.py", *arguments]
    assert folder == "/opt/ml/code"
    assert json.loads(told) == arguments
    assert bench.unpack("out/script/output/model.tar.gz") == {"w": b"v"}


def test_a_failing_script_is_told_as_the_toolkit_tells_it(bench: Bench) -> None:
    bench.put("code/sourcedir.tar.gz", pack({"train.py": "raise ValueError('no data')"}))
    reason = bench.run(sdk("boom", "train.py")).state["failure"]
    assert reason.startswith(
        'AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "ValueError: no data"\n'
    )
    assert reason.endswith('train.py", exit code: 1')


def test_a_shell_script_is_run_by_sh(bench: Bench) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        member = tarfile.TarInfo("run.sh")
        content = b'#!/bin/sh\necho "$@"\n'
        member.size, member.mode = len(content), 0o755
        archive.addfile(member, io.BytesIO(content))
    bench.put("code/sourcedir.tar.gz", data.getvalue())
    bench.run(sdk("shell", "run.sh", text="it's $HOME"))
    assert bench.lines("shell") == ["--text it's $HOME"]


@pytest.mark.parametrize(
    ("program", "uri", "reason"),
    [
        ("missing.py", SOURCE, "'missing.py' (sagemaker_program) is not in"),
        ("../../etc/x.py", SOURCE, "is not in"),
        ("train.py", f"s3://{BUCKET}/none.tar.gz", "There is no object"),
        ("train.py", f"s3://{BUCKET}/text", "cannot be unpacked"),
        ("train.py", "/opt/ml/../../etc", "neither an object nor a file below /opt/ml"),
    ],
)
def test_a_script_that_is_not_there_fails_the_job(
    bench: Bench, program: str, uri: str, reason: str
) -> None:
    bench.put("code/sourcedir.tar.gz", pack({"train.py": ""}))
    bench.put("text", "no archive")
    job = bench.run(sdk("gone", program, uri))
    assert job.status == "Failed"
    assert reason in job.state["failure"]


def test_code_can_come_in_a_channel(bench: Bench) -> None:
    bench.put("d/sourcedir.tar.gz", pack({"train.py": "print('from channel')"}))
    wanted = sdk("iso", "train.py", "/opt/ml/input/data/code/sourcedir.tar.gz")
    wanted["InputDataConfig"] = [{
        "ChannelName": "code",
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/d/"}},
    }]
    bench.run(wanted)
    assert bench.lines("iso") == ["from channel"]


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


def archive(*members: tarfile.TarInfo) -> io.BytesIO:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as packed:
        for item in members:
            item.size = 1 if item.type == tarfile.REGTYPE else 0
            packed.addfile(item, io.BytesIO(b"x"))
    data.seek(0)
    return data


@pytest.mark.parametrize(
    "members",
    [
        [member("../evil")],
        [member("/tmp/evil-offload")],
        [member("a/../../evil")],
        [member("l", tarfile.SYMTYPE, ".."), member("l/evil")],
        [member("l", tarfile.SYMTYPE, "/tmp")],
        [member("d", tarfile.DIRTYPE), member("d/l", tarfile.SYMTYPE, "../../x")],
        [member("a", tarfile.SYMTYPE, "b"), member("b", tarfile.SYMTYPE, "..")],
        [member("h", tarfile.LNKTYPE, "../secret")],
        [member("h", tarfile.LNKTYPE, "/etc/passwd")],
        [member("pipe", tarfile.FIFOTYPE)],
        [member("null", tarfile.CHRTYPE)],
    ],
    ids=lambda members: "-".join(item.name for item in members),
)
def test_an_archive_that_leads_outside_is_refused(tmp_path: Path, members: list) -> None:
    folder = tmp_path / "in" / "code"
    folder.mkdir(parents=True)
    (tmp_path / "in" / "secret").write_text("s")
    with pytest.raises(UnsafeArchive):
        extract(archive(*members), folder, 1000, lambda: None)
    assert not list(tmp_path.rglob("evil"))
    assert not os.path.exists("/tmp/evil-offload")


def test_links_within_the_folder_are_kept(tmp_path: Path) -> None:
    members = [member("d", tarfile.DIRTYPE), member("d/a"), member("l", tarfile.SYMTYPE, "d/a"),
               member("h", tarfile.LNKTYPE, "d/a")]
    extract(archive(*members), tmp_path, 1000, lambda: None)
    assert (tmp_path / "l").is_symlink() and (tmp_path / "l").read_text() == "x"
    assert (tmp_path / "h").read_text() == "x"


def test_a_file_does_not_write_through_a_link_of_its_name(tmp_path: Path) -> None:
    members = [member("a"), member("l", tarfile.SYMTYPE, "a"), member("l")]
    extract(archive(*members), tmp_path, 1000, lambda: None)
    assert not (tmp_path / "l").is_symlink()


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive, match="more than 2 bytes"):
        extract(archive(member("a"), member("b"), member("c")), tmp_path, 2, lambda: None)


@given(st.lists(st.tuples(
    st.sampled_from(["a", "b", "a/b", "../a", "a/../../b", "/c", "."]),
    st.sampled_from([tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE]),
    st.sampled_from(["a", "b", "..", "../..", "/", "a/b", ".", "a/.."]),
), max_size=6))
def test_no_archive_writes_outside(tmp_path_factory, parts: list) -> None:
    outer = tmp_path_factory.mktemp("outer")
    folder = outer / "x" / "code"
    folder.mkdir(parents=True)
    with contextlib.suppress(UnsafeArchive, OSError, tarfile.TarError):
        extract(archive(*(member(*part) for part in parts)), folder, 1000, lambda: None)
    assert os.listdir(outer) == ["x"]
    assert os.listdir(outer / "x") == ["code"]
    for path in folder.rglob("*"):
        assert Path(os.path.realpath(path)).is_relative_to(folder)


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=20), max_size=5))
def test_values_reach_the_script_whatever_they_are(values: dict[str, str]) -> None:
    sent = {name: json.dumps(value) for name, value in values.items()}
    own = hyperparameters.for_script(hyperparameters.decode(sent))
    arguments = hyperparameters.arguments(own)
    assert arguments[1::2] == [own[name] for name in sorted(own)]


def test_values_that_are_no_json_are_taken_literally() -> None:
    assert hyperparameters.decode({"a": "x", "b": "[" * 5000, "c": "1e5", "d": '{"k": 1}'}) == {
        "a": "x", "b": "[" * 5000, "c": 100000.0, "d": {"k": 1},
    }
    assert hyperparameters.arguments({"d": {"k": 1, "a": 2}}) == ["-d", "a=2,k=1"]
