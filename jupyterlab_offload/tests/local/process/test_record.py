import stat

from jupyterlab_offload.local.process.locks import Lock
from jupyterlab_offload.local.process.record import Record, read, running, write


def test_a_record_comes_back_as_it_was_written_and_only_its_owner_can_read_it(home):
    record = Record(4000, 12, "0.1.0", "us-east-1", 5.5, {"slots": 3})
    write(home, record)
    assert read(home) == record
    assert stat.S_IMODE(home.engine_file.stat().st_mode) == 0o600
    assert [path.name for path in home.root.glob("engine.json*")] == ["engine.json"]


def test_a_damaged_record_is_as_good_as_none(home):
    assert read(home) is None
    for text in ("", "{", "[]", '{"port": 1, "unknown": 2}', "\xff"):
        home.engine_file.write_text(text, "latin-1")
        assert read(home) is None


def test_an_engine_runs_when_it_holds_its_lock_and_has_given_its_pid(home):
    lock = Lock(home.engine_lock)
    write(home, Record(4000, 12))
    assert running(home) is None, "a killed engine's record"
    assert lock.take()
    assert running(home) == Record(4000, 12)
    write(home, Record(4000))
    assert running(home) is None, "an engine that is starting or ending"
    lock.release()
