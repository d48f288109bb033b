from itertools import pairwise

import pytest

from jupyterlab_offload.local.process.version import VERSION, is_newer

ORDERED = [
    "",
    "0.1.0.dev1",
    "0.1.0a1",
    "0.1.0-beta.1",
    "0.1.0rc1",
    "0.1.0",
    "0.1.1",
    "0.2",
    "0.10.0",
    "1.0",
]


@pytest.mark.parametrize(("older", "newer"), [*pairwise(ORDERED)])
def test_versions_are_ordered_as_packages_are(older, newer):
    assert is_newer(newer, older)
    assert not is_newer(older, newer)


def test_a_version_is_not_newer_than_itself_however_it_is_written():
    assert not is_newer("1.0.0", "1.0")
    assert not is_newer("v1.0", "1.0.0")
    assert not is_newer(VERSION, VERSION)
