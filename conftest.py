"""Plugins for every test; pytest takes them only from the top."""

pytest_plugins = ["pytest_jupyter.jupyter_server"]
