"""Who may ask for the configuration, and where."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import HTTPClientError, HTTPResponse

from jupyterlab_offload import __version__

Fetch = Callable[..., Awaitable[HTTPResponse]]


async def test_a_logged_in_user_gets_the_configuration(jp_fetch: Fetch) -> None:
    response = await jp_fetch("offload", "config")
    assert response.code == 200
    assert json.loads(response.body)["version"] == __version__


async def test_a_stranger_is_refused(jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("offload", "config", headers={"Authorization": ""})
    assert refused.value.code == 403


async def test_a_wrong_token_is_refused(jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("offload", "config", headers={"Authorization": "token wrong"})
    assert refused.value.code == 403


class NobodyMayOffload(Authorizer):
    """Allows every resource but ours."""

    def is_authorized(self, handler: object, user: object, action: str, resource: str) -> bool:
        return (action, resource) != ("read", "offload")


async def test_a_user_without_the_right_is_refused(
    jp_fetch: Fetch, jp_serverapp: ServerApp
) -> None:
    jp_serverapp.web_app.settings["authorizer"] = NobodyMayOffload(parent=jp_serverapp)
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("offload", "config")
    assert refused.value.code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nothing_can_be_changed_there(jp_fetch: Fetch, method: str) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch(
            "offload", "config", method=method, body=None, allow_nonstandard_methods=True
        )
    assert refused.value.code in (403, 405)
