"""Says whether the service lives (``/healthz``), whether it can answer (``/readyz``), and how it fares."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from kg.web.state import state_of

router = APIRouter()
_NO_STORE = {"Cache-Control": "no-store"}


@router.api_route("/healthz", methods=["GET", "HEAD"], include_in_schema=False)
async def healthz() -> JSONResponse:
    """Answer 200 as long as the server's loop turns."""
    return JSONResponse({"status": "ok"}, headers=_NO_STORE)


@router.api_route("/readyz", methods=["GET", "HEAD"], include_in_schema=False)
async def readyz(request: Request) -> JSONResponse:
    """Answer 200 when a worker lives, else 503; either way how the store is doing.

    ``isolated_network`` tells whether the workers stand in an empty network namespace. Whether they do or
    not, they cannot open a socket (``can_open_sockets`` is always false). ``reload_failure`` says why the
    snapshot that lies there is not the one that is served; empty when it is. ``store_failure`` says why a
    remote store cannot be asked; empty when it can, or when the graph is here.
    """
    store = state_of(request).store
    status, store_failure = store.status(), await store.probe()
    service = request.app.state.service
    ready = status.workers > 0 and not store_failure
    document = {
        "status": "ok" if ready else "no store" if store_failure else "no worker",
        **asdict(status),
        "can_open_sockets": False,
        "reloads": service.reloads,
        "reload_failure": service.failure,
        "store_failure": store_failure,
    }
    code = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse(document, code, _NO_STORE)


@router.api_route("/metrics", methods=["GET", "HEAD"], include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Answer counts and times of requests and the state of the workers, for Prometheus."""
    return Response(request.app.state.metrics.text(), headers=_NO_STORE, media_type=CONTENT_TYPE_LATEST)
