"""Requirements of scripts: installed once, beside the image's own packages."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from jupyterlab_offload.local.runner.layers import is_plain, key

from .conftest import BUCKET, Bench, pack, request

SCRIPT = "import offload_probe, pip; print('has', offload_probe.VALUE)"


def make_wheel(folder: Path, name: str, value: str) -> None:
    """A wheel of one module, as an index would have it."""
    info = f"{name}-1.0.dist-info"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", f"VALUE = {value!r}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n")


@pytest.fixture
def wheels(bench: Bench, tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    make_wheel(folder, "offload_probe", "1")
    bench.plan["pip_arguments"] = f"--no-index --find-links '{folder}'"
    return folder


def script(bench: Bench, name: str, requirements: str, code: str = SCRIPT, **files: str) -> dict:
    content = {"train.py": code, "requirements.txt": requirements, **files}
    bench.put(f"{name}.tar.gz", pack(content))
    values = {
        "sagemaker_program": "train.py",
        "sagemaker_submit_directory": f"s3://{BUCKET}/{name}.tar.gz",
    }
    return request(name, HyperParameters={key: json.dumps(value) for key, value in values.items()})


def test_the_second_job_with_the_same_requirements_installs_nothing(
    bench: Bench, wheels: Path
) -> None:
    job = bench.run(script(bench, "one", "offload-probe==1.0\n"))
    assert job.status == "Completed", bench.lines("one")
    assert bench.lines("one")[-1] == "has 1"
    assert any("Successfully installed offload" in line for line in bench.lines("one"))
    (wheels / "offload_probe-1.0-py3-none-any.whl").unlink()
    second = bench.run(script(bench, "two", "# the same\noffload-probe==1.0"))
    assert second.status == "Completed"
    assert [line.split(" (")[0] for line in bench.lines("two")] == [
        "The requirements are installed already",
        "has 1",
    ]


def test_two_jobs_at_once_install_once(bench: Bench, wheels: Path) -> None:
    names = ["one", "two"]
    children = [bench.start(script(bench, name, "offload-probe==1.0")) for name in names]
    for child in children:
        child.process.wait(30)
    logs = [bench.lines(name) for name in names]
    assert [lines[-1] for lines in logs] == ["has 1", "has 1"]
    assert sum(any("Successfully installed" in line for line in lines) for lines in logs) == 1


def test_a_failed_installation_fails_the_job_and_leaves_no_layer(
    bench: Bench, wheels: Path
) -> None:
    job = bench.run(script(bench, "none", "offload-no-such-thing==9"))
    assert job.status == "Failed"
    assert job.state["failure"] == (
        "AlgorithmError: InstallRequirementsError: pip could not install requirements.txt;"
        " see the log, exit code: 1"
    )
    assert any("No matching distribution found" in line for line in bench.lines("none"))
    assert [item["Status"] for item in job.state["transitions"]] == [
        "Starting",
        "Downloading",
        "Failed",
    ]
    make_wheel(wheels, "offload_no_such_thing", "2")
    (wheels / "offload_no_such_thing-1.0-py3-none-any.whl").rename(
        wheels / "offload_no_such_thing-9-py3-none-any.whl"
    )
    again = bench.run(script(bench, "again", "offload-probe==1.0"))
    assert again.status == "Completed"


def test_requirements_that_name_local_files_are_the_jobs_own(bench: Bench, wheels: Path) -> None:
    for name, more in (("one", "offload-probe"), ("two", "")):
        bench.run(script(bench, name, "-r more.txt", "print('ran')", **{"more.txt": more}))
        assert bench.lines(name)[-1] == "ran"
    assert list(bench.home.layers.glob("*/complete")) == []


def test_a_job_can_be_stopped_while_it_installs(bench: Bench, tmp_path: Path) -> None:
    source = {"setup.py": "import time; print('building', flush=True); time.sleep(60)"}
    wanted = script(bench, "build", "./package", **{f"package/{k}": v for k, v in source.items()})
    child = bench.start(wanted, pip_arguments="--no-index --no-build-isolation")
    bench.wait_for(lambda: any("Processing ./package" in line for line in bench.lines("build")), 20)
    bench.stop("build", child)
    child.process.wait(10)
    assert bench.job("build").status == "Stopped"
    assert bench.keys("out/") == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("numpy==1\n\n# c\nscipy>=2 ; python_version > '3'", True),
        ("-r x.txt", False),
        ("./wheel", False),
        ("a @ file:///x", False),
        ("--index-url x\na", False),
        ("pkg\\\n==1", False),
        ("", True),
    ],
)
def test_only_names_and_versions_are_shared(text: str, plain: bool) -> None:
    assert is_plain(text) is plain


def test_a_layers_name_depends_on_content_and_interpreter() -> None:
    one = key("a==1\nb==2", "3.11", "/env", "linux")
    assert key("b==2 # why\n\na==1", "3.11", "/env", "linux") == one
    others = [
        key("a==1\nb==3", "3.11", "/env", "linux"),
        key("a==1\nb==2", "3.12", "/env", "linux"),
        key("a==1\nb==2", "3.11", "/else", "linux"),
        key("a==1\nb==2", "3.11", "/env", "mac"),
    ]
    assert one not in others and len(set(others)) == 4
