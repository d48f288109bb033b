"""New content in the same objects, so that every alias sees it."""

from __future__ import annotations

import array
import copy
import dataclasses
import types
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_offload.codecs import update
from jupyterlab_offload.tests.codecs.same import same
from jupyterlab_offload.tests.codecs.tools import trip

np = pytest.importorskip("numpy")


class Thing:
    """An instance with attributes."""

    def __init__(self, **attributes: Any) -> None:
        vars(self).update(attributes)


class Slotted:
    """An instance with slots, one of them hidden."""

    __slots__ = ("__hidden", "a")

    def __init__(self, a: Any, hidden: Any) -> None:
        self.a = a
        self.__hidden = hidden

    def hidden(self) -> Any:
        return self.__hidden


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([1, 2], [3]),
        ({"a": 1}, {"b": 2, "a": 3}),
        ({1, 2}, {3}),
        (bytearray(b"ab"), bytearray(b"xyz")),
        (array.array("d", [1.0]), array.array("d", [2.0, 3.0])),
        (deque([1], 3), deque([2, 3], 3)),
        (OrderedDict(a=1, b=2), OrderedDict(b=1, a=2)),
        (defaultdict(int, a=1), defaultdict(list, b=[1])),
        (Counter("ab"), Counter("bcc")),
        (np.zeros((2, 2)), np.ones((2, 2))),
        (np.array([1, "a"], object), np.array([[2], None], object)),
        (Thing(a=1, b=[1]), Thing(b=[2], c=3)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_object_stays_and_its_content_changes(old: Any, new: Any) -> None:
    expected = copy.deepcopy(new)
    alias = old
    assert update(old, new)
    assert alias is old and same(old, expected)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (1, 2),
        ("a", "b"),
        ((1, [2]), (1, [3])),
        ([1], (1,)),
        (frozenset({1}), frozenset({2})),
        (deque([1], 3), deque([1], 4)),
        (np.zeros(2), np.zeros(3)),
        (np.zeros(2), np.zeros(2, "f4")),
        (Thing(a=1), [1]),
        (ValueError(1), ValueError(2)),
        (range(3), range(4)),
        (Thing, Slotted),
    ],
    ids=lambda value: type(value).__name__,
)
def test_where_it_cannot_be_nothing_changes(old: Any, new: Any) -> None:
    before = copy.deepcopy(old)
    assert not update(old, new)
    assert same(old, before) or isinstance(old, ValueError)


def test_arrays_that_cannot_be_written_are_left_alone() -> None:
    fixed = np.zeros(3)
    fixed.flags.writeable = False
    assert not update(fixed, np.ones(3))
    assert not update(np.broadcast_to(np.zeros(1), (3,)), np.ones(3))
    assert fixed.tolist() == [0, 0, 0]


def test_aliases_deep_inside_see_it() -> None:
    weights, history = np.zeros(3), [1.0]
    model = Thing(layers=[Thing(weights=weights)], log={"history": history})
    new = Thing(layers=[Thing(weights=np.ones(3))], log={"history": [1.0, 2.0]})
    assert update(model, new)
    assert weights.tolist() == [1, 1, 1] and history == [1.0, 2.0]
    assert model.layers[0].weights is weights


class Table(dict[str, Any]):
    """A dict whose items can be read as attributes, which only looks like having these."""

    def __getattr__(self, name: str) -> Any:
        return self[name]

    def __setitem__(self, key: str, value: Any) -> None:
        raise TypeError("read-only")


class Log(list[Any]):
    """A list with an attribute of its own."""


def test_containers_of_ones_own_are_filled() -> None:
    inner = [1]
    table = Table(a=inner)
    assert update(table, Table(a=[2], b=3))
    assert table == {"a": [2], "b": 3} and table["a"] is inner
    old, new = Log([1]), Log([2, 3])
    new.unit = old.unit = "s"
    old.extra, new.extra = inner, [9]
    assert update(old, new)
    assert old == [2, 3] and old.extra is inner and inner == [9] and old.unit == "s"


def test_slots_are_filled() -> None:
    old, new = Slotted(1, [2]), Slotted([3], 4)
    assert update(old, new)
    assert (old.a, old.hidden()) == ([3], 4)
    empty = Slotted(1, 2)
    del empty.a
    assert update(old, empty) and not hasattr(old, "a")


def test_views_of_an_array_see_it() -> None:
    old = np.zeros(4)
    view = old[1:]
    assert update(old, np.arange(4.0))
    assert view.tolist() == [1, 2, 3]


def test_new_sharing_is_kept() -> None:
    part: list[int] = [9]
    old = {"a": [1], "b": [2]}
    first, second = old["a"], old["b"]
    assert update(old, {"a": part, "b": part})
    assert old["a"] is old["b"] is first and first == [9] and second == [2]


def test_sharing_that_ended_is_ended() -> None:
    part = [1]
    old = {"a": part, "b": part}
    assert update(old, {"a": [2], "b": [3]})
    assert old == {"a": [2], "b": [3]} and old["a"] is part


def test_cycles_lead_back_to_the_old_object() -> None:
    old: list[Any] = [0]
    old.append(old)
    new: list[Any] = [1]
    new.append(new)
    assert update(old, new)
    assert old[0] == 1 and old[1] is old


def test_what_is_new_refers_to_what_is_old() -> None:
    old = {"model": Thing(n=1)}
    model = old["model"]
    changed = Thing(n=2)
    assert update(old, {"model": changed, "wrapper": [(changed, 1)], "t": Thing(of=changed)})
    assert old["model"] is model and model.n == 2
    assert old["wrapper"][0][0] is model and old["t"].of is model


def test_a_frame_stays_the_same_frame() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"a": [1, 2]})
    new = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}, index=[5, 6])
    new.attrs["k"] = 1
    expected = new.copy()
    assert update(frame, new) and same(frame, expected)
    series = pd.Series([1, 2], name="a")
    assert update(series, pd.Series([3.5], name="b"))
    assert same(series, pd.Series([3.5], name="b"))
    box = {"frame": frame}
    assert update(box, {"frame": pd.DataFrame({"z": [1]})})
    assert list(frame.columns) == ["z"]


def test_an_estimator_is_fitted_where_it_is() -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    old, new = linear.LinearRegression(), linear.LinearRegression()
    new.fit(np.arange(6.0).reshape(3, 2), np.arange(3.0))
    box = [old]
    assert update(old, new)
    assert (box[0].coef_ == new.coef_).all()


def test_an_optimizer_goes_on_training_the_old_model() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed here")

    def build() -> Any:
        torch.manual_seed(0)
        model = torch.nn.Linear(3, 1)
        return model, torch.optim.Adam(model.parameters(), lr=0.1)

    def train(model: Any, optimizer: Any) -> float:
        for _ in range(3):
            optimizer.zero_grad()
            loss = model(torch.ones(2, 3)).pow(2).sum()
            loss.backward()
            optimizer.step()
        return float(loss.detach())

    model, optimizer = build()
    weight = model.weight
    trained, trainer = build()
    train(trained, trainer)
    reference, referee = build()
    train(reference, referee)
    assert update({"m": model, "o": optimizer}, {"m": trained, "o": trainer})
    assert model.weight is weight and optimizer.param_groups[0]["params"][0] is weight
    assert next(iter(optimizer.state)) is weight
    assert train(model, optimizer) == train(reference, referee)
    assert torch.equal(model.weight, reference.weight)


plain = st.recursive(
    st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.integers(0, 3), inner, max_size=3)
        | st.tuples(inner)
        | st.builds(lambda a: Thing(a=a), inner)
    ),
    max_leaves=10,
)


@given(plain, plain)
@settings(max_examples=200, deadline=None)
def test_it_is_what_was_new_or_what_was_old(old: Any, new: Any) -> None:
    expected, before = copy.deepcopy(new), copy.deepcopy(old)
    assert same(old, expected if update(old, new) else before)


def test_members_of_a_new_set_may_be_old_objects() -> None:
    part, changed = Thing(n=1), Thing(n=2)
    old = {"part": part}
    assert update(old, {"part": changed, "all": {changed}})
    assert next(iter(old["all"])) is part and part.n == 2  # type: ignore[call-overload]  # a set


def test_a_new_view_looks_into_the_old_array() -> None:
    old, new = np.arange(6.0), np.arange(6.0) + 1
    names, made = [old, object()], [new, new[::-2]]
    assert update(names, made)
    assert names[0] is old and names[1].tolist() == [6.0, 4.0, 2.0]
    old[5] = 9
    assert names[1][0] == 9


def test_what_reaches_out_of_the_old_array_stays_as_it_came() -> None:
    base = np.arange(6.0)
    old = np.zeros(2)
    names, made = [old, object()], [base[:2], base[1:4]]
    assert update(names, made)
    assert old.tolist() == [0.0, 1.0] and names[1].tolist() == [1.0, 2.0, 3.0]


def test_a_state_dict_looks_into_the_old_parameters() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed here")
    old, new = torch.nn.Linear(2, 1), torch.nn.Linear(2, 1)
    weight = old.weight
    names, made = [old, object()], [new, new.state_dict()]
    assert update(names, made)
    names[1]["weight"][0, 0] = 7
    assert old.weight is weight and weight[0, 0].item() == 7


def test_an_optimizer_keeps_the_hooks_and_the_schedule_that_it_has_here() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed here")

    def made() -> Any:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
        return optimizer, torch.optim.lr_scheduler.StepLR(optimizer, 1)

    (old, plan), (new, _) = made(), made()
    seen: list[object] = []
    old.register_step_post_hook(lambda *_: seen.append(1))
    step = old.step
    new.param_groups[0]["lr"] = 0.25
    assert update(old, new)
    old.step()
    assert old.step is step and seen == [1] and old.param_groups[0]["lr"] == 0.25
    assert plan.optimizer is old


def test_a_schedule_still_sees_the_steps_of_an_optimizer_that_travelled(
    recwarn: pytest.WarningsRecorder,
) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed here")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    plan = torch.optim.lr_scheduler.StepLR(optimizer, 1)
    again, plan = trip((optimizer, plan))
    assert plan.optimizer is again
    again.step()
    plan.step()
    assert not recwarn.list and again._opt_called


@dataclasses.dataclass(frozen=True)
class Frozen:
    parts: list[int]
    size: int = 1


def test_what_a_frozen_dataclass_holds_is_updated_in_it() -> None:
    old, new = Frozen([1]), Frozen([2, 3], 2)
    parts = old.parts
    assert update(old, new)
    assert parts == [2, 3] and old.parts is parts and old.size == 2


class Watching:
    """A class that does something of its own with what is set."""

    def __init__(self, target: object) -> None:
        object.__setattr__(self, "target", target)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.target, name, value)


def test_a_class_is_not_asked_when_its_attributes_are_updated() -> None:
    old, new = Watching(types.SimpleNamespace(v=1)), Watching(types.SimpleNamespace(v=2))
    assert update(old, new)
    assert vars(old.target) == {"v": 2} and "v" not in vars(old)
