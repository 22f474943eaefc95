"""Leads the requests of one route to its handler past the router, for a point query costs less than they do.

FastAPI looks for the route, reads parameters that its handlers declare, and keeps stacks of what is to be
closed after the answer. A handler that takes the bare request needs none of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import KgError
from kg.web.problems import answer_error


@dataclass(frozen=True)
class Shortcut:
    """ASGI middleware, the innermost one: it stands in the place of the router for one route.

    Attributes:
        app: the router, for all other requests, and for methods that the route does not know.
        route: has no parameters in its path; its handler takes a request and returns a response.
    """

    app: ASGIApp
    route: APIRoute

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of the route, an error of ours with a problem document; pass on any other one."""
        route = self.route
        ours = scope["type"] == "http" and scope["path"] == route.path
        if not ours or scope["method"] not in (route.methods or ()):
            await self.app(scope, receive, send)
            return
        scope["route"] = route
        request = Request(scope, receive, send)
        try:
            response = await route.endpoint(request)
        except KgError as error:
            response = answer_error(request, error)
        await response(scope, receive, send)
