"""Looking into values runs no code of theirs."""

from __future__ import annotations

from jupyterlab_offload.kernel.capture.inside import parts_of

ASKED: list[str] = []


class Eager:
    """Does something as soon as it is asked for an attribute, as IPython's lazy magics do."""

    def __getattr__(self, name: str) -> object:
        ASKED.append(name)
        raise AttributeError(name)


def test_an_object_is_not_asked_for_attributes() -> None:
    parts_of([Eager()], {"__name__": "__main__"})
    assert ASKED == []
