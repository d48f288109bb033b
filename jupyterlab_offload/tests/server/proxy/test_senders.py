"""Who may send: a logged-in user from Jupyter's own pages, on every verb and every service."""

from __future__ import annotations

import http.cookies
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import HTTPResponse

from .conftest import JSON, Ask, Fetch

PATHS = ("sagemaker/", "logs/", "s3/offload-local/offload/x")
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
TARGET = {"Content-Type": JSON, "X-Amz-Target": "SageMaker.ListTrainingJobs"}


class Browser:
    """A browser that is logged in by cookie: it has no token, and sends what a page can send."""

    def __init__(self, client: Any, base: str) -> None:
        self._client = client
        self.base = base
        self.page = client.get_url(f"{base}lab")
        self.cookies: dict[str, str] = {}

    async def send(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        """Sends with the cookies; `headers` with underscores for dashes."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        response = await self._client.fetch(
            self.base + path,
            method=method,
            headers={"Cookie": cookie, **sent},
            body="{}" if method in ("POST", "PUT", "PATCH") else None,
            raise_error=False,
            follow_redirects=False,
        )
        for line in response.headers.get_list("Set-Cookie"):
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return response


LogIn = Callable[[], Awaitable[Browser]]


@pytest.fixture
def log_in(jp_serverapp: ServerApp, jp_base_url: str, http_server_client: Any) -> LogIn:
    """Logs in through the page with the token, as a click on Jupyter's own link does."""

    async def log_in() -> Browser:
        browser = Browser(http_server_client, jp_base_url)
        await browser.send(f"api?token={jp_serverapp.identity_provider.token}")
        await browser.send("tree")
        assert any("username" in name for name in browser.cookies), browser.cookies
        assert "_xsrf" in browser.cookies, browser.cookies
        return browser

    return log_in


async def test_the_extension_s_own_request_passes(log_in: LogIn) -> None:
    browser = await log_in()
    response = await browser.send(
        "offload/aws/local/sagemaker/", "POST", X_XSRFToken=browser.cookies["_xsrf"], **TARGET
    )
    assert response.code == 200


@pytest.mark.parametrize("verb", VERBS)
async def test_a_stranger_is_refused(jp_fetch: Fetch, verb: str) -> None:
    for path in PATHS:
        response = await jp_fetch(
            *("offload", "aws", "local", *path.split("/")),
            method=verb,
            body="{}" if verb in ("POST", "PUT", "PATCH") else None,
            headers={"Authorization": "", **TARGET},
            raise_error=False,
        )
        assert response.code == 403, path


@pytest.mark.parametrize(
    "headers", [{}, {"X_XSRFToken": "wrong"}, {"Authorization": "token wrong"}]
)
async def test_a_page_without_the_token_is_refused(log_in: LogIn, headers: dict[str, str]) -> None:
    browser = await log_in()
    for path in PATHS:
        for verb in ("GET", "HEAD", "POST"):
            response = await browser.send(
                f"offload/aws/local/{path}", verb, Referer=browser.page, **headers, **TARGET
            )
            assert response.code == 403, (verb, path)


async def test_neither_token_helps_in_the_address(log_in: LogIn, jp_serverapp: ServerApp) -> None:
    browser = await log_in()
    xsrf, token = browser.cookies["_xsrf"], jp_serverapp.identity_provider.token
    for query in (f"_xsrf={xsrf}", f"token={token}"):
        response = await browser.send(f"offload/aws/local/s3/offload-local/offload/x?{query}")
        assert response.code == 403, query


async def test_another_origin_is_refused_even_with_the_token(log_in: LogIn) -> None:
    browser = await log_in()
    for path in PATHS:
        for verb in ("GET", "POST"):
            response = await browser.send(
                f"offload/aws/local/{path}",
                verb,
                Origin="http://evil.example",
                X_XSRFToken=browser.cookies["_xsrf"],
                **TARGET,
            )
            assert response.code in (403, 404), (verb, path)
            assert "Access-Control-Allow-Origin" not in response.headers


class NobodyMayOffload(Authorizer):
    """Allows every resource but ours."""

    def is_authorized(self, handler: object, user: object, action: str, resource: str) -> bool:
        return resource != "offload"


async def test_a_user_without_the_right_is_refused(
    jp_fetch: Fetch, jp_serverapp: ServerApp
) -> None:
    jp_serverapp.web_app.settings["authorizer"] = NobodyMayOffload(parent=jp_serverapp)
    for path, verb in zip(PATHS, ("POST", "POST", "GET"), strict=True):
        response = await jp_fetch(
            *("offload", "aws", "local", *path.split("/")),
            method=verb,
            body="{}" if verb == "POST" else None,
            headers=dict(TARGET),
            raise_error=False,
        )
        assert response.code == 403, path


class OnlyLookingOn(Authorizer):
    """Allows reading, as of a notebook that is shared with somebody."""

    def is_authorized(self, handler: object, user: object, action: str, resource: str) -> bool:
        return action == "read"


async def test_a_user_who_may_only_read_sees_jobs_and_stops_none(
    ask: Ask, jp_serverapp: ServerApp
) -> None:
    jp_serverapp.web_app.settings["authorizer"] = OnlyLookingOn(parent=jp_serverapp)
    assert (await ask("sagemaker", "ListTrainingJobs")).code == 200
    refused = await ask("sagemaker", "StopTrainingJob", {"TrainingJobName": "cell-1"})
    assert refused.code == 403
    assert "not stop them" in refused.body.decode()


async def test_polling_does_not_keep_the_server_alive(
    jp_fetch: Fetch, jp_serverapp: ServerApp
) -> None:
    settings = jp_serverapp.web_app.settings
    settings.pop("api_last_activity", None)
    await jp_fetch("offload", "config")
    await jp_fetch(
        *("offload", "aws", "local", "sagemaker", ""),
        method="POST",
        body="{}",
        headers=dict(TARGET),
    )
    assert "api_last_activity" not in settings
