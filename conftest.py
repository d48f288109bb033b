"""Plugins and settings for every test; pytest takes them only from the top."""

from hypothesis import settings

pytest_plugins = ["pytest_jupyter.jupyter_server"]

# A busy machine is no failure: hypothesis's limit of 200 ms per example would make it one.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
