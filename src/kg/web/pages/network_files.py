"""The network in view as a file: for other programs, for spreadsheets, to keep, to mail."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.turtle import Rdf, write_graph
from kg.store.answer_formats import BYTE_ORDER_MARK
from kg.views.interactive_file import to_page
from kg.views.network import Network
from kg.views.network_formats import to_csv, to_gexf, to_graphml, to_json, to_svg_file
from kg.views.network_statements import read_statements
from kg.views.network_words import Words, read_words
from kg.vocab import PREFIXES
from kg.web.pages.site import Site
from kg.web.problems import RequestError
from kg.web.sparql import is_known

_TEXTS: Final[Mapping[str, tuple[str, Callable[[Network, Words], str]]]] = {
    "svg": ("image/svg+xml", to_svg_file),
    "html": ("text/html; charset=utf-8", to_page),
    "csv": ("text/csv; charset=utf-8; header=present", to_csv),
    "excel.csv": (
        "text/csv; charset=utf-8; header=present",
        lambda net, words: BYTE_ORDER_MARK + to_csv(net, words),
    ),
    "json": ("application/json", to_json),
    "graphml": ("application/graphml+xml", to_graphml),
    "gexf": ("application/gexf+xml", to_gexf),
}
_RDF: Final[Mapping[str, tuple[str, Rdf]]] = {
    "ttl": ("text/turtle; charset=utf-8", Rdf.TURTLE),
    "jsonld": ("application/ld+json", Rdf.JSON_LD),
}
FORMATS: Final = (*_TEXTS, *_RDF)
"""What a network can be had as, by the value of ``format``."""


async def network_file(
    request: Request, site: Site, language: str, network: Network, format_name: str
) -> Response:
    """Answer the network in view as a file to download.

    Args:
        request: asks for it.
        site: the site.
        language: of labels.
        network: what is in view.
        format_name: one of ``FORMATS``.

    Raises:
        RequestError: 406, for another format.
    """
    if format_name not in FORMATS:
        raise unknown_form(format_name, FORMATS, "a network", "mạng lưới")
    version = site.manifest.data_version
    tag = f'"{version}-network-{language}-{format_name}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag}
    if is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{_name(network, format_name)}"'
    if format_name in _TEXTS:
        media_type, write = _TEXTS[format_name]
        words = await read_words(site.store, network, language, version)
        text = await run_in_threadpool(write, network, words)
        return Response(text.encode("utf-8", "replace"), headers=headers, media_type=media_type)
    media_type, kind = _RDF[format_name]
    output = io.BytesIO()
    statements = await read_statements(site.store, network)
    await run_in_threadpool(write_graph, statements, output, PREFIXES, kind)
    return Response(output.getvalue(), headers=headers, media_type=media_type)


def _name(network: Network, format_name: str) -> str:
    """Name the file after the centre, in characters that every system takes."""
    centre = network.centres[0] if network.centres else "network"
    stem = re.sub(r"[^A-Za-z0-9.-]+", "-", centre.rpartition("/")[2])
    return f"diaban-{stem}.{format_name}"


def unknown_form(format_name: str, offers: Iterable[str], what: str, vi: str) -> RequestError:
    """Return the error of a ``format`` that something is not to be had as.

    Args:
        format_name: that was asked for.
        offers: those that there are.
        what: what is asked for, in English.
        vi: the same in Vietnamese.
    """
    known = list(offers)
    return RequestError(
        HTTPStatus.NOT_ACCEPTABLE,
        "not-acceptable",
        f"format={format_name} names no form of {what}; ask for one of {', '.join(known)}",
        known,
        vi=f"format={format_name} không chỉ dạng nào của {vi}; hãy chọn: {', '.join(known)}",
    )
