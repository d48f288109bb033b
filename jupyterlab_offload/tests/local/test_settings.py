import json
from dataclasses import asdict

import pytest

from jupyterlab_offload.local.settings import Settings, SettingsError


@pytest.fixture
def load(tmp_path):
    def load(text):
        path = tmp_path / "settings.json"
        path.write_text(text)
        return Settings.load(path)

    return load


def test_without_a_file_the_defaults_hold(tmp_path):
    assert Settings.load(tmp_path / "settings.json") == Settings()
    assert Settings().idle_minutes == 30
    assert Settings().stop_grace_seconds == 120
    assert Settings().slots >= 1


def test_every_setting_can_be_given_in_the_file(load):
    settings = Settings(slots=3, port=4566, idle_minutes=1, private_mounts=False)
    assert load(json.dumps(asdict(settings))) == settings


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "must hold a JSON object"),
        ('{"slot": 1}', "unknown setting 'slot'; known are region, port"),
        ('{"slots": "2"}', "slots must be of type int"),
        ('{"slots": 1.5}', "slots must be of type int"),
        ('{"slots": true}', "slots must be of type int"),
        ('{"slots": 0}', "slots must be at least 1"),
        ('{"port": 65536}', "port must be at least 0 and at most 65535"),
        ('{"idle_minutes": -1}', "idle_minutes must be at least 0"),
        ('{"idle_minutes": NaN}', "idle_minutes must be at least 0"),
        ('{"idle_minutes": "1"}', "idle_minutes must be of type float"),
        ('{"private_mounts": 1}', "private_mounts must be of type bool"),
        ('{"python": null}', "python must be of type str"),
        ('{"region": "here"}', "region must look like us-east-1"),
    ],
)
def test_a_setting_that_is_wrong_is_named_with_what_would_be_right(load, text, says):
    with pytest.raises(SettingsError, match=says):
        load(text)
