"""Options of libraries: read, compared, written down and set, and nothing is imported for it."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from jupyterlab_offload.codecs.options import AT_FIRST, FAMILIES, Live, live, options, plain, put
from jupyterlab_offload.codecs.options.family import node, value_of
from jupyterlab_offload.codecs.options.standard import Loggers


def since(family: str, before: Any) -> dict[str, Any]:
    return options().since(before).get(family, {})


@pytest.mark.parametrize("value", [1, 2.5, True, None, "a", [1, ["b"]], {"a": [1]}])
def test_plain_values_stand_for_themselves(value: object) -> None:
    assert node(value) == value and value_of(node(value)) == value


def test_numbers_that_json_lacks_come_back() -> None:
    written = json.dumps(node({"a": [float("inf"), float("-inf")]}), allow_nan=False)
    assert value_of(json.loads(written)) == {"a": [float("inf"), float("-inf")]}


@pytest.mark.parametrize("found", [{"$": "float", "v": "1e9999999"}, {"$": "x"}, {"$": 1, "v": 2}])
def test_what_is_not_written_so_is_refused(found: object) -> None:
    with pytest.raises(ValueError, match="no value"):
        value_of(found)


def test_a_container_that_changes_in_place_is_noticed() -> None:
    table = {"float": str}
    before, plain_list = node(table), [1]
    written = node(plain_list)
    table["int"] = str
    plain_list.append(2)
    assert isinstance(before, Live) and before != node(table)
    assert written == [1]


def test_nothing_is_imported_only_to_be_set_and_what_waits_is_sent_on() -> None:
    """In a process of its own, where no library is loaded."""
    pytest.importorskip("pandas")
    code = """
import sys
from jupyterlab_offload.codecs.options import AT_FIRST, options, put
libraries = {"numpy", "pandas", "matplotlib", "torch", "sklearn", "polars"}
put("pandas", "display.max_rows", 7)
put("pandas", "no.such.option", 7)
put("numpy", "precision", 3)
assert not libraries & set(sys.modules), libraries & set(sys.modules)
assert options().since(AT_FIRST)["numpy"] == {"precision": 3}
assert "numpy" not in options().since(options())
import numpy
assert numpy.get_printoptions()["precision"] == 3
numpy.set_printoptions(precision=5)
import pandas
assert pandas.get_option("display.max_rows") == 7
assert numpy.get_printoptions()["precision"] == 5
assert type(pandas.__loader__).__name__ == "SourceFileLoader"
assert "exec_module" not in vars(pandas.__loader__)
print("fine")
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.stdout == "fine\n", ended.stderr


def test_an_import_that_fails_can_be_tried_again(tmp_path: Any) -> None:
    code = """
import sys
sys.path.insert(0, sys.argv[1])
from jupyterlab_offload.codecs.options.late import when_imported
seen = []
when_imported("offload_fails", lambda: seen.append(1))
when_imported("offload_fails", lambda: 1 / 0)
for _ in range(2):
    try:
        import offload_fails
    except ValueError:
        assert not seen
        open(sys.argv[1] + "/there", "w").close()
assert seen == [1] and offload_fails.x == 1
print("fine")
"""
    text = "import os\nx = 1\nif not os.path.exists(os.path.dirname(__file__) + '/there'): int('x')"
    (tmp_path / "offload_fails.py").write_text(text)
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True
    )
    assert ended.stdout == "fine\n", ended.stderr


@pytest.mark.parametrize(
    "name", ["numpy", "pandas", "matplotlib", "torch", "sklearn", "polars", "plotly", "altair"]
)
def test_every_option_can_be_written_and_set_to_what_it_is(name: str) -> None:
    pytest.importorskip(FAMILIES[name].module)
    before = options()
    assert before.of(name), "its options are somewhere else in this version"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for option, value in before.of(name).items():
            put(name, option, value)
    assert options().since(before).get(name, {}) == {}
    json.dumps(plain({name: before.of(name)}), allow_nan=False)


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_an_option_that_is_not_known_is_not_set(name: str) -> None:
    pytest.importorskip(FAMILIES[name].module)
    before = options()
    # The name of a logger may be any.
    about = {"level": 10} if name == "logging" else 1
    for option in ("__class__", "os.system", "precision\n", ""):
        with pytest.raises((KeyError, ValueError, TypeError)):
            put(name, option, about)
    assert options().since(before).get(name, {}) == {}


def test_pandas_takes_no_pattern() -> None:
    pytest.importorskip("pandas")
    with pytest.raises(KeyError):
        put("pandas", "max_rows", 1)


def test_a_cycle_of_styles_is_never_a_text_to_evaluate() -> None:
    pytest.importorskip("matplotlib")
    with pytest.raises(TypeError):
        put("matplotlib", "axes.prop_cycle", "cycler('color', 'rgb')")


def test_what_belongs_to_the_machine_is_left_out() -> None:
    pytest.importorskip("matplotlib")
    import matplotlib.pyplot  # noqa: F401  # for its options

    names = options().of("matplotlib")
    assert not {"backend", "backend_fallback", "animation.ffmpeg_path"} & set(names)
    with pytest.raises(KeyError):
        put("matplotlib", "animation.ffmpeg_path", "/bin/sh")


def test_functions_are_no_json_and_keep_their_name() -> None:
    numpy = pytest.importorskip("numpy")
    before = options()
    table = {"float": "{:.1f}".format}
    try:
        numpy.set_printoptions(formatter=table, precision=3)
        changed = options().since(before)
    finally:
        numpy.set_printoptions(formatter=None, precision=8)
    assert plain(changed) == {"numpy": {"precision": 3}}
    assert live(changed) == {"@option.numpy.formatter": table}


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    made = logging.getLogger("test_options.one")
    yield made
    made.handlers.clear()
    made.setLevel(logging.NOTSET)
    made.propagate = True


def test_a_logger_is_set_up_once_however_often_it_is_told(
    logger: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", sys.__stderr__)
    before = options()
    logger.setLevel("DEBUG")
    logger.addHandler(logging.StreamHandler(sys.__stderr__))
    logger.handlers[0].setFormatter(logging.Formatter("{message}", style="{"))
    (about,) = since("logging", before).values()
    logger.handlers.clear()
    for _ in range(2):
        put("logging", logger.name, json.loads(json.dumps(about)))
    assert since("logging", before) == {logger.name: about}
    assert len(logger.handlers) == 1


def test_a_logger_that_was_put_back_is_put_back(logger: logging.Logger) -> None:
    logger.setLevel("DEBUG")
    before = options()
    logger.setLevel("NOTSET")
    changed = since("logging", before)
    logger.setLevel("DEBUG")
    put("logging", logger.name, changed[logger.name])
    assert logger.level == logging.NOTSET


def test_handlers_of_the_process_are_left_alone(logger: logging.Logger) -> None:
    mine = logging.NullHandler()
    logger.addHandler(mine)
    about = Loggers().now(logging).get(logger.name)
    assert about is None
    put("logging", logger.name, {"level": 10, "propagate": True, "disabled": False, "handlers": []})
    assert logger.handlers == [mine]


def test_a_logger_of_a_library_that_is_imported_later_is_set_up_after_it(tmp_path: Any) -> None:
    code = """
import logging, sys
sys.path.insert(0, sys.argv[1])
from jupyterlab_offload.codecs.options import put
about = {"level": 10, "propagate": True, "disabled": False, "handlers": []}
put("logging", "offload_logs.part", about)
put("logging", "offload_is_no_module", about)
assert logging.getLogger("offload_is_no_module").level == 10
assert logging.getLogger("offload_logs.part").level == 0
import offload_logs
assert logging.getLogger("offload_logs.part").level == 10
print("fine")
"""
    text = "import logging\nlogging.getLogger('offload_logs.part').setLevel(40)"
    (tmp_path / "offload_logs.py").write_text(text)
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True
    )
    assert ended.stdout == "fine\n", ended.stderr


class TestFilters:
    @pytest.fixture(autouse=True)
    def _own(self) -> Iterator[None]:
        with warnings.catch_warnings():
            warnings.resetwarnings()
            yield

    def test_two_who_add_filters_both_have_them(self) -> None:
        before = options()
        warnings.filterwarnings("error", message="theirs")
        theirs = since("warnings", before)
        warnings.filters[:] = []  # type: ignore[index]  # it is a list
        warnings.filterwarnings("ignore", message="mine")
        for name, value in theirs.items():
            put("warnings", name, value)
        assert [one[0] for one in warnings.filters] == ["error", "ignore"]
        with pytest.raises(UserWarning):
            warnings.warn("theirs", UserWarning, stacklevel=1)
        warnings.warn("mine", UserWarning, stacklevel=1)

    def test_a_filter_that_is_put_again_goes_to_the_front(self) -> None:
        warnings.filterwarnings("ignore", message="a")
        warnings.filterwarnings("error", message="b")
        before = options()
        warnings.filterwarnings("ignore", message="a")
        changed = since("warnings", before)
        warnings.filters[:] = warnings.filters[::-1]  # type: ignore[index]  # it is a list
        for _ in range(2):
            put("warnings", "filters", changed["filters"])
        assert [one[0] for one in warnings.filters] == ["ignore", "error"]

    def test_filters_that_were_taken_away_go(self) -> None:
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", FutureWarning)
        before = options()
        warnings.resetwarnings()
        changed = since("warnings", before)
        warnings.simplefilter("error", FutureWarning)
        warnings.simplefilter("always", ImportWarning)
        put("warnings", "removed", changed["removed"])
        assert [one[2] for one in warnings.filters] == [ImportWarning]

    @pytest.mark.parametrize(
        "category", [["builtins", "int"], ["os", "system"], ["builtins", "nothing"]]
    )
    def test_a_category_is_a_kind_of_warning(self, category: list[str]) -> None:
        about = {"action": "ignore", "message": None, "module": None, "line": 0}
        with pytest.raises((ValueError, AttributeError)):
            put("warnings", "filters", [{**about, "category": category}])
        assert not warnings.filters

    def test_nothing_is_imported_for_a_category(self) -> None:
        about = {"action": "ignore", "message": None, "module": None, "line": 0}
        put("warnings", "filters", [{**about, "category": ["antigravity", "W"]}])
        assert "antigravity" not in sys.modules and not warnings.filters


def test_what_libraries_begin_with_is_no_change() -> None:
    """In a fresh process: otherwise every job would be told of it."""
    code = """
import sys
from jupyterlab_offload.codecs.options import AT_FIRST, options
for name in ("numpy", "pandas", "matplotlib", "torch", "sklearn", "polars", "altair", "locale"):
    try:
        __import__(name)
    except ImportError:
        pass
import warnings
changed = options().since(AT_FIRST)
changed.pop("warnings", None)  # torch's and pandas' own
if list(changed.get("logging", ())) == ["lark"]:  # altair's parser sets its own logger
    del changed["logging"]
print(changed)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.stdout == "{}\n", (ended.stdout, ended.stderr)
    assert AT_FIRST.of("sys")


def test_the_browser_that_plotly_opens_is_the_machines_own() -> None:
    pio = pytest.importorskip("plotly.io")
    before = pio.renderers.default
    try:
        pio.renderers.default = "firefox"
        assert set(options().of("plotly")) == {"template"}
        pio.renderers.default = "png"
        assert options().of("plotly")["renderer"] == "png"
    finally:
        pio.renderers.default = before
