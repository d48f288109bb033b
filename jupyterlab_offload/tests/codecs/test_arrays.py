"""numpy's arrays and scalars: every dtype, layout and flag."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")
from hypothesis.extra import numpy as hnp  # noqa: E402  # needs numpy

# Not before it is known that this file runs at all.
from jupyterlab_offload.tests.codecs.tools import comes_back, data_of, one, trip  # noqa: E402  # after the skip

dtypes = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="?"),
    hnp.unsigned_integer_dtypes(endianness="?"),
    hnp.floating_dtypes(endianness="?", sizes=(16, 32, 64)),
    hnp.complex_number_dtypes(endianness="?", sizes=(64, 128)),
    hnp.datetime64_dtypes(endianness="?"),
    hnp.timedelta64_dtypes(endianness="?"),
    hnp.byte_string_dtypes(max_len=5),
    hnp.unicode_string_dtypes(max_len=5),
)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)


@st.composite
def any_array(draw: Any) -> Any:
    """An array of any dtype, with axes in any order, perhaps with gaps, backwards, read-only."""
    dtype = draw(dtypes | hnp.nested_dtypes(dtypes, max_leaves=3).filter(_is_plain))
    array = np.zeros(draw(shapes), dtype)
    raw = np.frombuffer(draw(st.binary(min_size=64, max_size=64)), "u1")
    if dtype.kind not in "bU" and dtype.names is None and array.nbytes:
        array.reshape(-1).view("u1")[:] = np.resize(raw, array.nbytes)
    elif array.size:
        array = draw(hnp.arrays(dtype, array.shape))
    array = array.transpose(draw(st.permutations(range(array.ndim))))
    for axis in range(array.ndim):
        step = draw(st.sampled_from([1, 1, 2, -1]))
        array = array[(slice(None),) * axis + (slice(None, None, step),)]
    if draw(st.booleans()):
        array.flags.writeable = False
    return array


def _is_plain(dtype: Any) -> bool:
    return dtype.subdtype is None


@given(any_array())
@settings(max_examples=150, deadline=None)
def test_arrays_come_back_with_their_bits_and_layout(array: Any) -> None:
    comes_back(array, "npy pickle")


@pytest.mark.parametrize(
    "dtype",
    [
        "?", "i1", "<u2", ">i4", "q", "l", "Q", ">f8", "f2", "c16", "g",
        "M8[ns]", "M8[3D]", "M8", ">m8[us]", "S3", "U4", ">U4", "V7", "S0", "U0",
        [("a", "i4"), ("b", ">f8")],
        np.dtype([("a", "i1"), ("b", "f8")], align=True),
        np.dtype({"names": ["x"], "formats": ["i2"], "offsets": [6], "itemsize": 16}),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3)], ids=str)
def test_dtypes_are_typed(dtype: Any, shape: tuple[int, ...]) -> None:
    comes_back(np.zeros(shape, dtype), "npy")


@pytest.mark.parametrize(
    "array",
    [
        np.array([1, "a", None, [2]], object),
        np.zeros(3, np.dtype("f8", metadata={"unit": "m"})),
        np.arange(4).reshape(2, 2).view(np.matrix),
        np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
        np.ma.array([1, 2, 3], mask=[0, 1, 0]),
        np.zeros(2, [("a", "f8", (2,))]),
        np.char.array(["a", "bc"]),
    ],
    ids=lambda array: type(array).__name__,
)
def test_what_no_typed_format_holds_is_pickled(array: Any) -> None:
    comes_back(array, "pickle")


@pytest.mark.parametrize(
    "view",
    [
        lambda: np.broadcast_to(np.arange(3.0), (4, 3)),
        lambda: np.lib.stride_tricks.sliding_window_view(np.arange(9), 4),
    ],
)
def test_overlapping_views_arrive_as_such_and_stay_small(view: Any) -> None:
    array = view()
    result = trip(array, "pickle")
    assert result.strides == array.strides
    assert (result == array).all()
    big = np.broadcast_to(np.float64(1), (10**6, 10**6))
    assert one(big).size < 10_000


def test_axes_keep_their_order_in_memory() -> None:
    array = np.arange(24.0).reshape(2, 3, 4).transpose(1, 2, 0)
    assert trip(array, "npy").strides == array.strides


def test_an_array_owns_its_memory_and_can_be_resized() -> None:
    for array in (np.arange(4), np.ones((2, 3)).T, np.arange(24).reshape(2, 3, 4).swapaxes(0, 1)):
        assert trip(array, "npy").flags.owndata
    nested = trip({"a": np.arange(4), "b": object}, "pickle")["a"]
    assert nested.flags.owndata


def test_the_file_is_one_that_numpy_reads() -> None:
    for array in (np.arange(6).reshape(2, 3), np.arange(6.0).reshape(2, 3).T, np.array("x")):
        assert (np.load(io.BytesIO(data_of(one(array)))) == array).all()


@pytest.mark.parametrize(
    "scalar",
    [
        np.float64(-0.0), np.float32("nan"), np.int8(-3), np.uint64(2**64 - 1), np.bool_(True),
        np.complex64(1j), np.datetime64("NaT"), np.datetime64("2020-01-01", "D"),
        np.timedelta64(3, "h"), np.longlong(4), np.float16(1.5), np.dtype("<M8[ns]"),
        np.str_("a\0"), np.bytes_(b"a\0"),
    ],
    ids=repr,
)  # fmt: skip
def test_scalars_are_typed(scalar: Any) -> None:
    comes_back(scalar, "json")
    comes_back([scalar, {"x": (scalar,)}], "json")


@pytest.mark.parametrize("scalar", [np.longdouble("0.1"), np.void(b"abc")], ids=repr)
def test_other_scalars_come_back(scalar: Any) -> None:
    comes_back(scalar, "pickle")


def test_arrays_in_plain_containers_need_no_trust() -> None:
    comes_back({"X": np.ones((3, 2)), "y": [np.arange(3), (np.zeros(1),)], "n": 3}, "tree")


def test_strided_arrays_larger_than_a_block_are_read_in_blocks() -> None:
    array = np.arange(3_000_000, dtype="i4").reshape(3, 1000, 1000)[:, ::2, ::-1]
    assert (trip(array, "npy") == array).all()
    rows = np.arange(4_000_000, dtype="i4").reshape(2, 2_000_000)[:, ::2]
    assert (trip(rows, "npy") == rows).all()
