"""torch: tensors alone, in models, over one storage."""

from __future__ import annotations

import struct
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed here")

# Not before it is known that this file runs at all.
from jupyterlab_offload.codecs import encode  # noqa: E402  # after the skip
from jupyterlab_offload.tests.codecs.tools import (  # noqa: E402  # after the skip
    comes_back,
    data_of,
    group,
    groups,
    one,
    trip,
)

DTYPES = """bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64
complex128 float8_e4m3fn uint32"""


@pytest.mark.parametrize("dtype", DTYPES.split())
def test_dtypes_come_back(dtype: str) -> None:
    for shape in ((), (0,), (3,), (2, 3)):
        comes_back(torch.zeros(shape).to(getattr(torch, dtype)), "safetensors pickle")


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(6.0).reshape(2, 3).t(),
        torch.arange(24.0).reshape(2, 3, 4).permute(1, 2, 0),
        torch.arange(10)[::3],
        torch.tensor([-0.0, float("nan"), float("inf")]),
        torch.ones(2, requires_grad=True),
        torch.nn.Parameter(torch.ones(2, 2)),
        torch.nn.Parameter(torch.ones(2), requires_grad=False),
        torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last),
        {"a": torch.ones(2), "b": torch.zeros(3, dtype=torch.int8)},
    ],
    ids=lambda value: type(value).__name__,
)
def test_tensors_are_typed(tensor: Any) -> None:
    comes_back(tensor, "safetensors")


@pytest.mark.parametrize(
    "tensor",
    [
        torch.ones(3).expand(4, 3),
        torch.tensor([1 + 2j]).conj(),
        torch.tensor([[0.0, 1.0]]).to_sparse(),
        torch.ones(1).to_sparse(),
    ],
    ids=lambda value: str(value.layout),
)
def test_special_tensors_are_pickled(tensor: Any) -> None:
    result = trip(tensor, "pickle")
    assert torch.equal(result.to_dense(), tensor.to_dense())
    assert result.layout == tensor.layout


def test_the_file_is_safetensors() -> None:
    data = data_of(one({"w": torch.ones(2, 2)}))
    (length,) = struct.unpack("<Q", data[:8])
    head = data[8 : 8 + length].decode().strip()
    assert head == '{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}'
    assert data[8 + length :] == struct.pack("<4f", 1, 1, 1, 1)


def test_a_gradient_and_attributes_travel() -> None:
    tensor = torch.ones(3, requires_grad=True)
    (tensor * 2).sum().backward()
    tensor.label = "w"
    result = trip(tensor, "pickle")
    assert torch.equal(result.grad, torch.full((3,), 2.0)) and result.label == "w"


def test_a_loss_arrives_as_a_leaf_and_this_is_said() -> None:
    loss = (torch.ones(3, requires_grad=True) * 2).sum()
    item = one(loss)
    assert "autograd" in item.notes[0]
    assert item.meta["libraries"] == {"torch": torch.__version__}
    assert trip(loss).item() == 6.0


def test_views_and_ties_stay() -> None:
    base = torch.arange(10.0)
    result = group(view=base[2:5], base=base, flip=base.reshape(2, 5).t())
    result["base"][:] = 7
    assert result["view"].tolist() == [7, 7, 7] and result["flip"].sum() == 70
    assert result["view"].untyped_storage()._cdata == result["base"].untyped_storage()._cdata


def test_a_part_of_a_large_tensor_goes_alone() -> None:
    assert one(torch.zeros(1_000_000)[10:12]).size < 1000


def test_an_array_over_a_tensors_memory_stays_one() -> None:
    tensor = torch.arange(4.0)
    array = tensor.numpy()
    assert groups(tensor=tensor, array=array) == [["tensor", "array"]]
    result = group(tensor=tensor, array=array)
    result["array"][0] = 9
    assert result["tensor"][0] == 9


def test_an_optimizer_trains_the_model_it_came_with() -> None:
    def build() -> Any:
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4))
        return model, torch.optim.Adam(model.parameters(), lr=0.1)

    def train(model: Any, optimizer: Any) -> float:
        data = torch.linspace(-1, 1, 24).reshape(8, 3)
        for _ in range(5):
            optimizer.zero_grad()
            loss = (model(data) - data.sum(1, keepdim=True)).pow(2).mean()
            loss.backward()
            optimizer.step()
        return float(loss.detach())

    model, optimizer = build()
    train(model, optimizer)
    assert groups(model=model, n=1, optimizer=optimizer) == [["model", "optimizer"], ["n"]]
    sent = group(model=model, optimizer=optimizer)
    assert train(sent["model"], sent["optimizer"]) == train(model, optimizer)


def test_tied_weights_stay_tied() -> None:
    model = torch.nn.ModuleDict({"a": torch.nn.Linear(3, 3), "b": torch.nn.Linear(3, 3)})
    model["b"].weight = model["a"].weight
    result = trip(model, "pickle")
    assert result["b"].weight is result["a"].weight


def test_equal_models_give_equal_bytes() -> None:
    def build() -> Any:
        torch.manual_seed(0)
        return torch.nn.Linear(3, 4)

    assert data_of(one(build())) == data_of(one(build()))


def test_states_are_typed_or_pickled_whole() -> None:
    model = torch.nn.Linear(3, 2)
    assert not encode({"state": dict(model.state_dict())}).refused
    comes_back(dict(model.state_dict()), "safetensors")
    result = trip(model.state_dict(), "pickle")
    assert type(result) is type(model.state_dict())
