"""Who may use our routes: a logged-in user, from Jupyter's own pages, on every verb."""

from __future__ import annotations

from jupyter_server.base.handlers import APIHandler
from tornado.web import HTTPError

_PREFLIGHT = "OPTIONS"
"""Sent by a browser without cookie or token; it is answered with permitted verbs, nothing else."""


class GuardedHandler(APIHandler):
    """Refuses before anything is done, the body's arrival included.

    Subclasses still put `authenticated` and `authorized` on their verbs, as every Jupyter handler
    does. Polling a job does not count as using the server: it may end when its user is gone.
    """

    auth_resource = "offload"
    _track_activity = False

    async def prepare(self) -> None:  # type: ignore[override]  # jupyter_server's is async, Tornado's is not
        await super().prepare()
        if self.request.method == _PREFLIGHT:
            return
        if self.current_user is None:
            raise HTTPError(403)
        self._check_sender()

    def _check_sender(self) -> None:
        """XSRF on reading too, so that no link, picture or form can address these routes.

        Only scripts of Jupyter's own pages can send either header, and the token must be right.
        """
        if self.settings.get("disable_check_xsrf", False):
            return
        if not {"Authorization", "X-Xsrftoken"} & set(self.request.headers):
            raise HTTPError(403, "The XSRF token is missing from the request's headers.")
        self.check_xsrf_cookie()

    def check_referer(self) -> bool:
        """Jupyter takes a Referer in place of the token; a link in a notebook has one as well."""
        return False
