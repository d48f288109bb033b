"""What a job sees of the machine, and what the machine sees of a job."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from jupyterlab_offload.local.runner import places, processes
from jupyterlab_offload.local.runner.layout import JobFolder

from .conftest import BUCKET, Bench, request

MODES = pytest.mark.parametrize("private", [True, False], ids=["private", "shared"])
ENVIRONMENT = "import json, os; print(json.dumps(dict(os.environ)))"


def python(name: str, code: str, **members: object) -> dict:
    return request(
        name, AlgorithmSpecification={"ContainerEntrypoint": ["python3", "-c", code]}, **members
    )


def test_jobs_at_the_same_time_have_each_their_own_opt_ml(bench: Bench) -> None:
    before = sorted(os.listdir("/opt"))
    code = (
        "import os, time; open('/opt/ml/model/me', 'w').write(os.environ['ME'])\n"
        "print(sorted(os.listdir('/opt'))); time.sleep(0.5)\n"
        "print(open('/opt/ml/model/me').read())"
    )
    names = ["one", "two", "three"]
    children = [bench.start(python(name, code, Environment={"ME": name})) for name in names]
    bench.wait_for(lambda: all(bench.job(name).secondary == "Training" for name in names))
    assert sorted(os.listdir("/opt")) == before
    for child in children:
        child.process.wait(10)
    for name in names:
        assert bench.lines(name) == [str(sorted({*before, "ml", "tmp"})), name]
        assert bench.unpack(f"out/{name}/output/model.tar.gz") == {"me": name.encode()}


def test_without_private_mounts_the_entry_point_is_led_to_the_folder(bench: Bench) -> None:
    algorithm = {"ContainerEntrypoint": ["/bin/sh", "-c", "echo a > '/opt/ml/model/a'; pwd"]}
    wanted = request("led", AlgorithmSpecification=algorithm)
    job = bench.run(wanted, private_mounts=False)
    ml = JobFolder(bench.home.job("led")).ml
    assert job.state["private_opt_ml"] is False
    assert bench.unpack("out/led/output/model.tar.gz") == {"a": b"a\n"}
    lines = bench.lines("led")
    assert lines[0].startswith("This job has no /opt/ml of its own (the setting private_mounts")
    assert lines[1:] == [f"In the entry point, /opt/ml was replaced by {ml}.", f"{ml}/code"]


@MODES
def test_the_environment_holds_the_request_and_nothing_of_the_callers(
    bench: Bench, private: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "leak")
    monkeypatch.setenv("PIP_INDEX_URL", "leak")
    monkeypatch.setenv("SOMETHING", "leak")
    wanted = python(
        "env",
        ENVIRONMENT,
        Environment={"MINE": 'it\'s "quoted"\nand more'},
        HyperParameters={"lr": "0.1", "odd=name": "x", "text": '"with \' and \\n"', "nul": "\0"},
    )
    bench.run(wanted, private_mounts=private)
    env = json.loads(bench.lines("env")[-1])
    assert "leak" not in " ".join(env.values())
    assert env["MINE"] == 'it\'s "quoted"\nand more'
    assert env["SM_HP_LR"] == "0.1"
    assert env["SM_HP_TEXT"] == "with ' and \n"
    assert json.loads(env["SM_HPS"])["odd=name"] == "x"
    assert env["TRAINING_JOB_NAME"] == "env"
    folder = JobFolder(bench.home.job("env"))
    ml = "/opt/ml" if private else str(folder.ml)
    assert env["SM_MODEL_DIR"] == f"{ml}/model"
    assert env["HOME"] == str(folder.user_home)
    unexpected = [
        name
        for name in env
        if not name.startswith(("SM_", "TRAINING_JOB_"))
        and name
        not in {
            "PATH",
            "HOME",
            "TMPDIR",
            "LANG",
            "LC_ALL",
            "PYTHONUNBUFFERED",
            "PYTHONIOENCODING",
            "AWS_REGION",
            "CURRENT_HOST",
            "MINE",
            "OFFLOAD_JOB",
            "LC_CTYPE",
        }
    ]
    assert unexpected == []


@MODES
def test_sockets_fit_into_the_temporary_folder_which_goes_with_the_job(
    bench: Bench, private: bool
) -> None:
    name = "a-job-with-a-name-as-long-as-the-service-allows-it-to-be-63-char"[:63]
    code = (
        "import multiprocessing as m, os, tempfile\n"
        "with m.Manager() as manager: print(list(manager.list([1])))\n"
        "open(tempfile.mkdtemp() + '/left', 'w').write('x'); print(os.environ['TMPDIR'])"
    )
    job = bench.run(python(name, code), private_mounts=private)
    assert job.status == "Completed", bench.lines(name)
    assert bench.lines(name)[-2] == "[1]"
    assert not os.path.exists(bench.lines(name)[-1])


def test_a_job_that_turns_its_temporary_folder_elsewhere_loses_nothing_else(
    bench: Bench, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    folder = JobFolder(bench.home.job("turn"))
    script = f"echo $TMPDIR; ln -sfn {precious} {folder.tmp}"
    bench.run(request("turn", script), private_mounts=False)
    assert precious.is_dir()
    os.rmdir(bench.lines("turn")[-1])


def test_when_memory_runs_out_the_algorithm_is_to_go_first(bench: Bench) -> None:
    bench.run(request("oom", "cat /proc/self/oom_score_adj"))
    assert bench.lines("oom") == ["500"]


def test_python_is_the_images_interpreter(bench: Bench) -> None:
    script = "for p in python python3; do $p -c 'import sys; print(sys.prefix)'; done"
    bench.run(request("which", script))
    assert bench.lines("which") == [sys.prefix, sys.prefix]


def test_an_interpreter_without_the_usual_names_gets_them(bench: Bench, tmp_path: Path) -> None:
    odd = tmp_path / "bin dir" / "python-odd"
    odd.parent.mkdir()
    odd.write_text('#!/bin/sh\necho odd "$@"\n')
    odd.chmod(0o755)
    bench.run(request("odd", "python 'a b'; python3 c"), python=str(odd))
    assert bench.lines("odd") == ["odd a b", "odd c"]


def test_a_job_sees_its_own_processes_only(bench: Bench) -> None:
    bench.run(request("alone", "ls /proc | grep -c '^[0-9]'; exec 9>&1"))
    assert int(bench.lines("alone")[-1]) <= 4


@pytest.mark.parametrize("path", ["/opt/ml/checkpoints", "/offload-test/ck"])
def test_a_job_does_not_see_the_engines_key(bench: Bench, path: str) -> None:
    bench.home.credentials_file.write_text("secret")
    config = {"S3Uri": f"s3://{BUCKET}/ck", "LocalPath": path}
    script = f"cat {bench.home.credentials_file}; echo done"
    bench.run(request("key", script, CheckpointConfig=config))
    assert bench.lines("key") == ["done"]
    assert bench.home.credentials_file.read_text() == "secret"


def test_the_host_name_of_the_job_resolves(bench: Bench) -> None:
    code = "import os, socket; print(socket.gethostbyname(os.environ['SM_MASTER_ADDR']))"
    bench.run(python("host", code))
    assert bench.lines("host") == ["127.0.0.1"]
    assert "algo-1" not in Path("/etc/hosts").read_text()


@MODES
def test_background_processes_end_with_the_algorithm(bench: Bench, private: bool) -> None:
    script = "(setsid sleep 60 &); (sleep 60 &); env -i sleep 60 & echo end"
    began = time.monotonic()
    job = bench.run(request("left", script), private_mounts=private)
    assert time.monotonic() - began < 3
    assert job.status == "Completed"
    assert bench.lines("left")[-1] == "end"
    assert processes.marked(str(JobFolder(bench.home.job("left")).root)) == []


def test_a_tree_that_hides_from_its_marker_is_found_without_private_mounts(bench: Bench) -> None:
    script = "env -i /bin/sh -c '(setsid sleep 987.654 &) ; exit 0'; echo end"
    bench.run(request("hide", script), private_mounts=False)
    running = [Path(f"/proc/{entry.pid}/cmdline") for entry in processes.table()]
    assert not any(b"987.654" in path.read_bytes() for path in running if path.exists())


@pytest.mark.parametrize(
    "path",
    ["/opt/checkpoints/deep", "/srv/offload-test", "/opt/ml/my", "/offload", "/offload-test/x/y"],
)
def test_a_checkpoint_path_can_be_anywhere(bench: Bench, path: str) -> None:
    top = sorted(os.listdir("/"))
    bench.put("ck/old", "before")
    config = {"S3Uri": f"s3://{BUCKET}/ck", "LocalPath": path}
    script = f"cat {path}/old; echo new > {path}/new; ls -d /opt/*"
    job = bench.run(request("where", script, CheckpointConfig=config))
    assert job.status == "Completed", job.state["failure"]
    assert bench.lines("where")[0].startswith("before")
    assert bench.content("ck/new") == b"new\n"
    if not path.startswith("/opt/ml"):
        assert not Path(path).exists()
    assert sorted(os.listdir("/")) == top


def test_with_a_checkpoint_path_of_its_own_top_folder_a_job_sees_all_the_rest(bench: Bench) -> None:
    config = {"S3Uri": f"s3://{BUCKET}/ck", "LocalPath": "/offload-test/ck"}
    code = (
        "import json, os, subprocess, tempfile\n"
        "mounts = [line.split()[4] for line in open('/proc/self/mountinfo')]\n"
        "open('/opt/ml/model/m', 'w').close(); tempfile.mkdtemp()\n"
        "seen = {top: sorted(os.listdir('/' + top)) for top in ('etc', 'usr', 'opt')}\n"
        "print(json.dumps([sorted(os.listdir('/')), seen, mounts.count('/'), os.getcwd(), \n"
        "    open('/proc/1/comm').read(), os.path.realpath('/bin')]))\n"
        "open('/dev/null', 'w').write('x'); subprocess.run(['true'], check=True)"
    )
    job = bench.run(python("rest", code, CheckpointConfig=config))
    assert job.status == "Completed", bench.lines("rest")
    top, seen, roots, cwd, first, programs = json.loads(bench.lines("rest")[0])
    assert top == sorted([*os.listdir("/"), "offload-test"])
    assert (seen["etc"], seen["usr"]) == (sorted(os.listdir("/etc")), sorted(os.listdir("/usr")))
    assert set(seen["opt"]) == {*os.listdir("/opt"), "ml", "tmp"}
    assert (roots, cwd, programs) == (1, "/opt/ml/code", os.path.realpath("/bin"))
    assert first
    assert bench.unpack("out/rest/output/model.tar.gz") == {"m": b""}


def test_where_the_root_cannot_be_replaced_the_missing_folder_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(1, "mount: Operation not permitted")

    monkeypatch.setattr(places, "mount", refuse)
    with pytest.raises(OSError, match=r"/x/y needs a folder /offload-test, .*not permitted"):
        places.place("/tmp", "/offload-test/x/y")


def test_without_private_mounts_a_checkpoint_path_elsewhere_is_refused(bench: Bench) -> None:
    config = {"S3Uri": f"s3://{BUCKET}/ck", "LocalPath": "/tmp/elsewhere"}
    job = bench.run(request("no", "true", CheckpointConfig=config), private_mounts=False)
    assert job.status == "Failed"
    assert "has to be a folder below /opt/ml" in job.state["failure"]
