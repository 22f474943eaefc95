"""Serves the files that pages load: styles, fonts, scripts; each address carries the hash of its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.errors import UnknownError
from kg.web.sparql import is_known

router = APIRouter()

_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "svg": "image/svg+xml",
    "toml": "application/toml",
    "LICENSE": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, its media type and the start of its SHA-256."""

    content: bytes
    media_type: str
    tag: str


@lru_cache(maxsize=1)
def assets() -> dict[str, Asset]:
    """Return all files below ``static/`` by their path; nothing else can be asked for."""
    found: dict[str, Asset] = {}

    def walk(folder: Traversable, path: str) -> None:
        for item in folder.iterdir():
            name = f"{path}{item.name}"
            media_type = _TYPES.get(item.name.rpartition(".")[2])
            if item.is_dir():
                walk(item, f"{name}/")
            elif media_type is not None:
                content = item.read_bytes()
                found[name] = Asset(content, media_type, hashlib.sha256(content).hexdigest()[:12])

    walk(files("kg.web").joinpath("static"), "")
    return found


def address_of(name: str) -> str:
    """Return the address of a file, which changes with its content.

    >>> address_of("diaban.css").partition("?")[0]
    '/static/diaban.css'
    """
    return f"/static/{name}?v={assets()[name].tag}"


@router.api_route("/static/{name:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def static(request: Request, name: str) -> Response:
    """Answer a file; with its hash in the address it may be kept for a year."""
    asset = assets().get(name)
    if asset is None:
        raise UnknownError(
            f"there is no file {name} here; pages name the files that exist",
            vi=f"ở đây không có tệp {name}; các trang chỉ tới những tệp có thật",
        )
    fixed = request.query_params.get("v") == asset.tag
    headers = {
        "ETag": f'"{asset.tag}"',
        "Cache-Control": "public, max-age=31536000, immutable" if fixed else "no-cache",
    }
    if is_known(request.headers.get("if-none-match"), f'"{asset.tag}"'):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(asset.content, headers=headers, media_type=asset.media_type)
