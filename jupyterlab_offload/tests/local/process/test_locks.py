import os
import signal
import subprocess
import sys

from jupyterlab_offload.local.process.locks import Lock, has_open, is_held, wait_until_free

HOLDER = """
import sys, pathlib, time
from jupyterlab_offload.local.process.locks import Lock
lock = Lock(pathlib.Path(sys.argv[1]))
assert lock.take()
print("held", flush=True)
time.sleep(60)
"""


def test_a_lock_keeps_others_out_until_it_is_released(tmp_path):
    path = tmp_path / "lock"
    first, second = Lock(path), Lock(path)
    assert first.take()
    assert not second.take()
    assert is_held(path)
    first.release()
    assert not is_held(path)
    assert second.take()


def test_looking_at_a_lock_neither_makes_the_file_nor_takes_it(tmp_path):
    path = tmp_path / "lock"
    assert not is_held(path)
    assert not path.exists()
    path.touch()
    assert not is_held(path)
    assert Lock(path).take()


def test_a_killed_process_lets_go_of_its_lock(tmp_path):
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        assert is_held(path)
        if sys.platform == "linux":
            assert has_open(holder.pid, path)
            assert not has_open(os.getpid(), path)
        holder.send_signal(signal.SIGKILL)
        assert wait_until_free(path, 5.0)
    finally:
        holder.kill()
        holder.communicate()


def test_waiting_for_a_lock_that_is_kept_ends_in_time(tmp_path):
    path = tmp_path / "lock"
    lock = Lock(path)
    assert lock.take()
    assert not wait_until_free(path, 0.05)
    lock.release()
