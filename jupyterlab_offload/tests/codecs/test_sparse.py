"""scipy's sparse matrices and arrays."""

from __future__ import annotations

from typing import Any

import pytest

np = pytest.importorskip("numpy")
sparse = pytest.importorskip("scipy.sparse")

# Not before it is known that this file runs at all.
from jupyterlab_offload.codecs import CodecError, encode  # noqa: E402  # after the skip
from jupyterlab_offload.tests.codecs.same import same  # noqa: E402  # after the skip
from jupyterlab_offload.tests.codecs.tools import comes_back, groups, trip  # noqa: E402  # after the skip


def _sample(name: str) -> Any:
    dense = np.array([[0, 1.5, 0], [2, 0, -0.0], [0, 0, 3], [4, 0, 0]])
    return getattr(sparse, name)(dense)


@pytest.mark.parametrize("kind", ["matrix", "array"])
@pytest.mark.parametrize("form", ["csr", "csc", "coo", "bsr", "dia"])
def test_formats_are_typed(form: str, kind: str) -> None:
    value = _sample(f"{form}_{kind}")
    comes_back(value, "sparse")
    result = trip(value, "sparse")
    assert (result.toarray() == value.toarray()).all()
    assert (result @ np.ones(3) == value @ np.ones(3)).all()


@pytest.mark.parametrize("form", ["lil_matrix", "dok_matrix", "lil_array", "dok_array"])
def test_formats_of_objects_are_pickled(form: str) -> None:
    value = _sample(form)
    result = trip(value, "pickle")
    assert type(result) is type(value)
    assert same(result.toarray(), value.toarray())


def test_index_types_and_unsorted_indices_stay() -> None:
    value = _sample("csr_array")
    value.indices = value.indices[::-1].astype("i8")
    value.indptr = value.indptr.astype("i8")
    comes_back(value, "sparse")


def test_duplicates_in_coordinates_stay() -> None:
    comes_back(sparse.coo_matrix(([1, 2], ([0, 0], [1, 1])), shape=(2, 2)), "sparse")


def test_an_empty_matrix_comes_back() -> None:
    comes_back(sparse.csr_matrix((0, 5)), "sparse")
    comes_back(sparse.coo_array((5, 0)), "sparse")


def test_a_matrix_and_its_data_travel_together() -> None:
    value = _sample("csr_array")
    assert groups(matrix=value, data=value.data) == [["matrix", "data"]]


def test_indices_that_lead_outside_are_refused() -> None:
    for name, part in (("csr_matrix", "indices"), ("coo_matrix", "row"), ("csc_array", "indptr")):
        value = _sample(name)
        getattr(value, part)[-1] = 1000
        assert not encode({"x": value}).refused
        with pytest.raises(CodecError):
            trip(value, "sparse")
