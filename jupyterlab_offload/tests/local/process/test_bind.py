import socket

import pytest

from jupyterlab_offload.local.process.daemon import bind
from jupyterlab_offload.local.process.errors import EngineError


def taken_port():
    other = socket.socket()
    other.bind(("127.0.0.1", 0))
    other.listen()
    return other, other.getsockname()[1]


def test_the_last_port_is_taken_again_when_it_is_free():
    other, port = taken_port()
    other.close()
    with bind(0, port) as listener:
        assert listener.getsockname() == ("127.0.0.1", port)


def test_another_port_is_taken_when_the_last_one_is_not_free():
    other, port = taken_port()
    with other, bind(0, port) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
        assert listener.getsockname()[1] not in (0, port)


def test_a_port_that_was_asked_for_is_taken_or_refused():
    other, port = taken_port()
    with other, pytest.raises(EngineError, match=f"Port {port} is taken"):
        bind(port, 0)
    with bind(port, 0) as listener:
        assert listener.getsockname()[1] == port
