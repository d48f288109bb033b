"""The page about the magic says what the parser does: every option, command and refusal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jupyterlab_offload.kernel.commands import table as commands
from jupyterlab_offload.kernel.options import Options, filled, parse
from jupyterlab_offload.kernel.options.settings import SETTINGS
from jupyterlab_offload.kernel.options.table import LATER, OPTIONS, Option

PAGE = (Path(__file__).parents[3] / "docs" / "magic.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### (--.*)\n((?:(?!^##).*\n)*)", PAGE, re.MULTILINE))


def test_every_option_has_a_section_with_what_it_takes() -> None:
    expected = {f"{option.name} {option.value}".strip() for option in OPTIONS}
    assert set(SECTIONS) == expected


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_has_an_example_that_uses_it(option: Option) -> None:
    section = SECTIONS[f"{option.name} {option.value}".strip()]
    line = re.search(r"```python\n%%offload(.*)\n", section)
    assert line is not None
    assert getattr(parse(line[1]), option.field) != getattr(Options(), option.field)


def test_options_that_may_be_repeated_say_so() -> None:
    for option in OPTIONS:
        section = SECTIONS[f"{option.name} {option.value}".strip()]
        words = " ".join(section.split())
        said = "repeated" in words or words.count(f"{option.name} ") > 1
        assert said or not option.many, option.name


def test_every_command_is_listed_as_it_is_written() -> None:
    rows = re.findall(r"^\| `%offload ([^`]*)`", PAGE, re.MULTILINE)
    assert rows == [f"{one.name} {one.usage}".strip() for one in commands.COMMANDS]


def test_every_default_is_listed_with_its_variable() -> None:
    rows = re.findall(r"^\| `(\w+)` +\| `(OFFLOAD_\w+)` +\| (.*?) +\|$", PAGE, re.MULTILINE)
    assert rows == [(one.name, one.variable, one.built_in) for one in SETTINGS]


def test_the_example_of_a_file_of_defaults_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "defaults.json").write_text(example)
    monkeypatch.setenv("OFFLOAD_CONFIG", str(tmp_path))
    assert filled(Options()).max_runtime == 90 * 60


def test_what_is_not_there_yet_is_named() -> None:
    missing = PAGE.partition("## Not there yet")[2]
    assert re.findall(r"`(--[a-z-]+)`", missing) == list(LATER)
    for name in commands._LATER:
        assert re.search(rf"`(%offload )?{name}`", missing), name
