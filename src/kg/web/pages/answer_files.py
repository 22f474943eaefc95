"""The answer in view as a file: its rows as the view narrows them, or the network of its things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from kg.store.answer_formats import BYTE_ORDER_MARK
from kg.store.question_types import Question
from kg.store.questions import Answer
from kg.views.answer_network import read_answer_network
from kg.views.answer_views import thing_columns
from kg.web.pages.network_files import network_file, unknown_form
from kg.web.pages.site import Site
from kg.web.questions_api import to_response

ROW_FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "csv": ("text/csv", ""),
    "excel.csv": ("text/csv", BYTE_ORDER_MARK),
    "json": ("application/json", ""),
}
"""What rows can be had as, by the value of ``format``: media type, and what stands first."""


async def answer_file(
    request: Request,
    site: Site,
    question: Question,
    answer: Answer,
    rows: Sequence[Mapping[str, Any]],
    format_name: str,
) -> Response:
    """Answer the rows in view as a file; of the network view its things and relations.

    Args:
        request: asks for it; its ``view`` says whether rows or a network are wanted.
        site: the site.
        question: that was asked.
        answer: with all rows.
        rows: those that the view shows.
        format_name: one of ``ROW_FORMATS``, or of the formats of networks.

    Raises:
        RequestError: 406, for another format.
    """
    if request.query_params.get("view") == "network":
        found = await read_answer_network(site.store, rows, thing_columns(question))
        return await network_file(request, site, answer.lang, found.network, format_name)
    if format_name not in ROW_FORMATS:
        raise unknown_form(format_name, ROW_FORMATS, "an answer", "câu trả lời")
    media_type, mark = ROW_FORMATS[format_name]
    headers = {"Cache-Control": "no-cache", "Content-Language": answer.lang}
    return to_response(replace(answer, rows=tuple(rows)), media_type, headers, mark=mark)
