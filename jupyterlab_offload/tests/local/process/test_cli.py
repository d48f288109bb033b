"""What the command line says and does, with a real engine behind it."""

import io
import json
import re
import shlex
import signal
import subprocess
import sys

import pytest

from jupyterlab_offload.local import engine_status, ensure_engine, stop_engine
from jupyterlab_offload.local.home import HOME_VARIABLE, Home
from jupyterlab_offload.local.process.cli import main
from jupyterlab_offload.local.process.commands import NOT_RUNNING, SHADOWING
from jupyterlab_offload.local.process.locks import Lock, is_held
from jupyterlab_offload.local.runner.layout import JobFolder
from jupyterlab_offload.local.store import jobs
from jupyterlab_offload.local.store.db import Database


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    yield tmp_path / "home"
    stop_engine(tmp_path / "home", force=True)


@pytest.fixture
def run(folder, capsys):
    """Runs a command; gives its exit code, output and errors."""

    def run(*arguments):
        code = main(arguments)
        return (code, *capsys.readouterr())

    return run


def accept_job(home, name, status="InProgress"):
    db = Database(home.create().index_file)
    jobs.create(db, {"TrainingJobName": name, "ResourceConfig": {}}, f"arn:{name}", {}, 1.0, "")
    if status != "InProgress":
        jobs.advance(db, name, status, 2.0, "", status=status)
    db.close()


def test_start_status_and_stop_tell_what_is_so(run, folder):
    code, out, _ = run("start")
    status = engine_status(folder)
    assert code == 0
    assert f"runs at {status.url} (pid {status.pid}," in out
    assert "already running" not in out
    code, out, _ = run("start", "--idle-minutes", "5")
    assert code == 0
    assert "was running already" in out
    assert "keeps its options" in out
    code, out, _ = run("status")
    assert code == 0
    assert status.url in out
    assert sys.executable in out
    assert "AWS on a good day" in out
    code, out, _ = run("stop")
    assert code == 0
    assert "has ended" in out
    code, out, _ = run("stop")
    assert (code, out) == (0, "No engine was running.\n")


def test_status_without_an_engine_starts_none_and_still_counts(run, folder):
    code, out, _ = run("status")
    assert code == NOT_RUNNING
    assert "not running" in out
    assert not folder.exists()
    for name, status in (("a", "Completed"), ("b", "Failed"), ("c", "InProgress")):
        accept_job(Home(folder), name, status)
    code, out, _ = run("status")
    assert code == NOT_RUNNING
    assert "0 running, 1 waiting or starting, 1 Completed, 1 Failed" in out
    assert engine_status(folder) is None


def test_env_gives_a_shell_what_aws_clients_need(run, folder):
    code, out, _ = run("env")
    info = ensure_engine(folder)
    assert code == 0
    script = (
        out + '\nprintf \'%s\\n\' "$AWS_ENDPOINT_URL" "$AWS_ACCESS_KEY_ID" '
        '"$AWS_SECRET_ACCESS_KEY" "$AWS_REGION" "$AWS_DEFAULT_REGION" "${AWS_PROFILE-none}"'
    )
    shell = subprocess.run(
        ["/bin/sh", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"AWS_PROFILE": "work"},
    )
    assert shell.stdout.splitlines() == [
        info.url,
        info.access_key,
        info.secret_key,
        "us-east-1",
        "us-east-1",
        "none",
    ]
    assert set(shlex.split(out.splitlines()[0])) == {"unset", *SHADOWING}


def test_options_of_start_reach_the_engine(run, folder, tmp_path):
    python = tmp_path / "python"
    python.symlink_to(sys.executable)
    code, _, _ = run("start", "--python", str(python), "--idle-minutes", "5", "--port", "0")
    assert code == 0
    record = json.loads((folder / "engine.json").read_text())
    assert record["options"] == {"port": 0, "python": str(python), "idle_minutes": 5.0}


def test_env_leads_past_proxies_to_loopback(run, monkeypatch):
    assert "PROXY" not in run("env")[1]
    monkeypatch.setenv("HTTP_PROXY", "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", "intranet")
    for _ in range(2):
        assert "export NO_PROXY=127.0.0.1,intranet\n" in run("env")[1]
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,intranet")


def test_an_interpreter_that_does_not_run_is_refused_at_start(run, folder, tmp_path):
    not_a_program = tmp_path / "empty"
    not_a_program.touch(mode=0o755)
    for path in (tmp_path, tmp_path / "pyton", not_a_program):
        code, _, err = run("start", "--python", str(path))
        assert (code, err.count("\n")) == (1, 1)
        assert f"Options: python must be the path of an interpreter, but '{path}'" in err
    folder.mkdir(exist_ok=True)
    (folder / "settings.json").write_text('{"python": "/no/python"}')
    code, _, err = run("start")
    assert code == 1
    assert "settings.json: python must be" in err and "'/no/python' does not run" in err
    assert engine_status(folder) is None


def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(run, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "deep" / "home"):
        monkeypatch.setenv(HOME_VARIABLE, str(place))
        code, _, err = run("start")
        assert code == 1
        assert f"folder {place} cannot be used" in err
        assert "OFFLOAD_HOME names another folder" in err


def test_a_damaged_index_is_named_and_only_a_forced_reset_deletes_it(run, folder):
    Home(folder).create().index_file.write_text("this is no database, whatever its name says")
    for command in (("start",), ("status",), ("reset", "--yes"), ("start", "--foreground")):
        code, _, err = run(*command)
        assert code == 1
        assert f"{folder / 'index.db'} is damaged" in err
    assert run("reset", "--yes", "--force")[0] == 0
    assert run("start")[0] == 0


def test_a_start_that_cannot_be_says_why_on_stderr(run, folder):
    folder.mkdir()
    (folder / "settings.json").write_text("[]")
    code, out, err = run("start")
    assert (code, out) == (1, "")
    assert "must hold a JSON object" in err


@pytest.mark.parametrize("arguments", [[], ["fly"], ["start", "--port", "x"], ["scenario"]])
def test_wrong_usage_is_two(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_scenario_is_set_shown_and_cleared_with_and_without_an_engine(run, folder, tmp_path):
    file = tmp_path / "mine.json"
    file.write_text('{"name": "mine", "quotas": {"*": 1}}')
    for _ in range(2):
        assert run("scenario", "set", str(file))[0] == 0
        assert json.loads(run("scenario", "show")[1])["name"] == "mine"
        assert run("scenario", "clear")[0] == 0
        assert json.loads(run("scenario", "show")[1]) == {}
        ensure_engine(folder)


def test_a_scenario_outlives_the_engine_it_was_started_with(run, folder):
    assert run("start", "--scenario", "aws-like")[0] == 0
    run("stop")
    ensure_engine(folder)
    assert engine_status(folder).scenario == "aws-like"
    assert "Scenario  aws-like" in run("status")[1]


def test_a_wrong_scenario_is_refused_and_the_old_one_stays(run, folder, tmp_path):
    run("start", "--scenario", "aws-like")
    file = tmp_path / "wrong.json"
    file.write_text('{"quota": 1}')
    code, _, err = run("scenario", "set", str(file))
    assert code == 1
    assert "quota is not known here; known are name" in err
    assert json.loads(run("scenario", "show")[1])["name"] == "aws-like"


def test_reset_deletes_all_but_the_settings_and_what_is_not_the_engines(run, folder):
    first = ensure_engine(folder)
    (folder / "settings.json").write_text('{"slots": 1}')
    (folder / "thesis.txt").write_text("mine")
    locked = folder / "jobs" / "old" / "locked"
    locked.mkdir(parents=True)
    (locked / "file").touch()
    locked.chmod(0o500)
    code, _, _ = run("reset", "--yes")
    assert code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "engine.lock",
        "settings.json",
        "start.lock",
        "thesis.txt",
    ]
    assert ensure_engine(folder).secret_key != first.secret_key


def test_reset_asks_first(run, folder, monkeypatch):
    accept_job(Home(folder), "done", "Completed")
    for answer in ("", "y", "no"):
        monkeypatch.setattr("builtins.input", lambda _, answer=answer: answer)
        code, out, err = run("reset")
        assert code == 1
        assert "1 job with logs" in out
        assert "Nothing was deleted" in err
    assert Home(folder).index_file.exists()
    monkeypatch.setattr("builtins.input", lambda _: "Yes ")
    assert run("reset")[0] == 0
    assert not Home(folder).index_file.exists()


def test_reset_without_a_terminal_is_no_yes(run, folder, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    accept_job(Home(folder), "done", "Completed")
    assert run("reset")[0] == 1
    assert Home(folder).index_file.exists()


def test_reset_refuses_while_a_job_runs_unless_forced_and_then_kills_it(run, folder):
    accept_job(Home(folder), "busy")
    job = JobFolder(folder / "jobs" / "busy")
    job.root.mkdir()
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(job.lock)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert supervisor.stdout.readline() == "held\n"
        job.pid.write_text(str(supervisor.pid))
        code, _, err = run("reset", "--yes")
        assert code == 1
        assert "1 job not finished" in err
        assert is_held(job.lock)
        assert run("reset", "--yes", "--force")[0] == 0
        assert supervisor.wait(5) == -signal.SIGKILL
        assert not job.root.exists()
    finally:
        supervisor.kill()
        supervisor.communicate()


SUPERVISOR = """
import fcntl, sys, time
lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


def test_in_the_foreground_the_engine_ends_with_ctrl_c(folder, wait_for):
    command = [sys.executable, "-m", "jupyterlab_offload.local", "start", "--foreground"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    assert re.search(r"runs at http://127\.0\.0\.1:\d+; Ctrl-C ends it", line)
    assert engine_status(folder).pid == process.pid
    second = Lock(Home(folder).start_lock)
    assert second.take(), "who starts an engine lets go once it runs"
    second.release()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 0
    assert engine_status(folder) is None
