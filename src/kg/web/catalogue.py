"""What describes the data as a whole: VoID and DCAT, prefixes, the JSON-LD context, files to download."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from kg.errors import UnknownError
from kg.store.manifest import GRAPH_FILE
from kg.store.publication import FOLDER, WHOLE, Dump, read_publication
from kg.web.description import MEDIA_TYPES
from kg.web.negotiation import choose
from kg.web.problems import RequestError
from kg.web.sparql import is_known
from kg.web.state import state_of
from kg.web.void import describe_dataset

router = APIRouter()

_JSON: Final = "application/json"
_TURTLE: Final = "text/turtle"
_SPARQL: Final = "application/sparql-query"
_SUMS: Final = "SHA256SUMS"


@router.api_route("/.well-known/void", methods=["GET", "HEAD"], include_in_schema=False)
async def void(request: Request) -> Response:
    """Describe the data set (VoID, DCAT): version, counts by class and property, files with checksums."""
    state = state_of(request)
    media_type = _choose(request, list(MEDIA_TYPES), {"ttl": _TURTLE, "jsonld": "application/ld+json"})
    base = str(request.base_url)
    headers, spared = _tagged(request, f"{state.store.manifest.data_version}-void-{media_type}")
    if spared is not None:
        return spared
    publication = await run_in_threadpool(read_publication, state.config.snapshot)
    body = await run_in_threadpool(describe_dataset, base, state.store.manifest, publication, media_type)
    return Response(body, headers=headers, media_type=media_type)


@router.api_route("/prefixes", methods=["GET", "HEAD"], include_in_schema=False)
async def prefixes(request: Request) -> Response:
    """List the abbreviations of namespaces as JSON, as lines of Turtle or as lines of SPARQL."""
    names = {"json": _JSON, "ttl": _TURTLE, "sparql": _SPARQL}
    media_type = _choose(request, list(names.values()), names)
    known = dict(sorted(state_of(request).config.prefixes.items()))
    if media_type == _JSON:
        body = json.dumps(known, indent=1) + "\n"
    else:
        pattern = "@prefix {}: <{}> .\n" if media_type == _TURTLE else "PREFIX {}: <{}>\n"
        body = "".join(pattern.format(prefix, space) for prefix, space in known.items())
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(body, headers=headers, media_type=media_type)


@router.api_route("/context.jsonld", methods=["GET", "HEAD"], include_in_schema=False)
async def context(request: Request) -> Response:
    """Answer a JSON-LD context with the abbreviations of namespaces."""
    known = dict(sorted(state_of(request).config.prefixes.items()))
    body = json.dumps({"@context": known}, indent=1) + "\n"
    return Response(body, headers={"Cache-Control": "no-cache"}, media_type="application/ld+json")


@router.api_route("/dump", methods=["GET", "HEAD"], include_in_schema=False)
async def dumps(request: Request) -> Response:
    """List the files to download: address, graph, media type, size, SHA-256, and the data version."""
    state = state_of(request)
    headers, spared = _tagged(request, f"{state.store.manifest.data_version}-dump")
    if spared is not None:
        return spared
    publication = await run_in_threadpool(read_publication, state.config.snapshot)
    files = [
        {
            "href": f"/dump/{dump.name}",
            "graph": dump.graph or None,
            "media_type": dump.media_type,
            "bytes": dump.size,
            "sha256": dump.sha256,
        }
        for dump in publication.dumps
    ]
    document = {"data_version": state.store.manifest.data_version, "files": files}
    return Response(json.dumps(document, indent=1) + "\n", headers=headers, media_type=_JSON)


_NO_CACHE: Final = {"Cache-Control": "no-cache"}


@router.api_route("/dump/{name}", methods=["GET", "HEAD"], include_in_schema=False)
async def dump(request: Request, name: str) -> Response:
    """Answer a file: the whole graph, one named graph, or SHA256SUMS as sha256sum(1) checks it."""
    state = state_of(request)
    publication = await run_in_threadpool(read_publication, state.config.snapshot)
    known = {item.name: item for item in publication.dumps}
    version = state.store.manifest.data_version
    if name == _SUMS:
        lines = "".join(f"{item.sha256}  {item.name}\n" for item in known.values())
        return Response(lines, headers=_NO_CACHE, media_type="text/plain; charset=utf-8")
    if name not in known:
        raise UnknownError(
            f"there is no file {name}; /dump lists all",
            [(f"/dump/{item}", item) for item in known],
            vi=f"không có tệp {name}; /dump liệt kê tất cả",
        )
    item = known[name]
    headers, spared = _tagged(request, item.sha256)
    headers |= {"X-Data-Version": version, "Repr-Digest": _digest(item)}
    if spared is not None:
        return spared
    path = _path(state.config.snapshot, item)
    return FileResponse(path, headers=headers, media_type=item.media_type, filename=item.name)


def _path(snapshot: Path, item: Dump) -> Path:
    whole = item.name == f"{WHOLE}.nq"
    return snapshot / GRAPH_FILE if whole else snapshot / FOLDER / item.name


def _digest(item: Dump) -> str:
    """Spell the checksum as RFC 9530 does: base64 between colons."""
    return f"sha-256=:{b64encode(bytes.fromhex(item.sha256)).decode()}:"


def _tagged(request: Request, text: str) -> tuple[dict[str, str], Response | None]:
    """Return headers with an entity tag, and 304 where the client has what it names."""
    headers = {"ETag": f'"{text}"', "Vary": "Accept", "Cache-Control": "no-cache"}
    known = is_known(request.headers.get("if-none-match"), headers["ETag"])
    return headers, Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers) if known else None


def _choose(request: Request, offers: list[str], names: Mapping[str, str]) -> str:
    """Return the media type wanted by ``format`` or Accept.

    Raises:
        RequestError: 406, when nothing that is wanted can be had.
    """
    wanted = request.query_params.get("format", "")
    chosen = names.get(wanted) if wanted else choose(request.headers.get("accept"), offers)
    if chosen is None:
        message = "this comes in other formats only; ask for one of the offers"
        raise RequestError(HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", message, [*names, *offers])
    return chosen
