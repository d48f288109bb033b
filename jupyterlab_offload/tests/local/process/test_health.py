import socket
import threading

import pytest

from jupyterlab_offload.local.process.health import health


@pytest.fixture
def answering():
    """Serves one connection with a fixed answer, in pieces; gives the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads = []

    def serve(*pieces: bytes) -> int:
        def run():
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                for piece in pieces:
                    connection.sendall(piece)

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return listener.getsockname()[1]

    yield serve
    for thread in threads:
        thread.join()
    listener.close()


def test_an_engine_says_who_it_is(answering):
    port = answering(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n\r\n", b'{"pid": 5, ', b'"version": "1"}')
    assert health(port) == {"pid": 5, "version": "1"}


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 404 Not Found\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n\r\nnot json",
        b"SSH-2.0\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n[1]",
        b"\r\n\r\n" * 30000,
    ],
)
def test_another_program_on_the_port_is_not_an_engine(answering, answer):
    assert health(answering(answer)) is None


def test_a_port_where_nobody_listens_is_not_an_engine():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert health(port) is None


def test_a_program_that_never_answers_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert health(listener.getsockname()[1], seconds=0.05) is None
