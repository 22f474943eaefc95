"""The named questions over HTTP: ``GET /api/questions`` and ``GET /api/questions/{name}``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import QueryParams
from starlette.responses import Response

from kg.errors import UsageError
from kg.store.answer_formats import BYTE_ORDER_MARK, to_csv
from kg.store.parameters import gather_given
from kg.store.question_files import find_question, read_questions
from kg.store.question_types import Question
from kg.store.questions import Answer
from kg.store.search import SearchIndex
from kg.text.language import Language
from kg.views.questions import ask_any_question
from kg.web.negotiation import choose
from kg.web.problems import RequestError
from kg.web.sparql import is_known
from kg.web.state import state_of

router = APIRouter(prefix="/api/questions")

_JSON: Final = "application/json"
_CSV: Final = "text/csv"
_EXCEL: Final = "excel.csv"
_FORMATS: Final = {"json": _JSON, "csv": _CSV, _EXCEL: _CSV}
_OWN: Final = frozenset({"lang", "format"})


@dataclass(frozen=True)
class Desk:
    """Where questions are asked: the questions by name, and the search index that resolves labels."""

    questions: Mapping[str, Question]
    index: SearchIndex


def desk_of(request: Request) -> Desk:
    """Return the desk of the snapshot that serves a request; made at the first one.

    Raises:
        InputError: the questions cannot be read.
    """
    state = state_of(request)

    def make() -> Desk:
        folder: Path | None = state.config.queries
        questions = read_questions(folder) if folder is not None else {}
        return Desk(questions, SearchIndex(state.config.snapshot / "search.sqlite"))

    return state.made_once(Desk, make)


@router.api_route("", methods=["GET", "HEAD"])
async def list_questions(request: Request) -> JSONResponse:
    """List the questions with their parameters and columns, in the language asked."""
    lang = read_language(request.query_params)
    listed = [describe(question, lang) for question in desk_of(request).questions.values()]
    return JSONResponse({"questions": listed, "data_version": state_of(request).store.manifest.data_version})


@router.api_route("/{name}", methods=["GET", "HEAD"])
async def answer_question(request: Request, name: str) -> Response:
    """Answer a question; parameters are those of the query string but ``lang`` and ``format``."""
    desk, store = desk_of(request), state_of(request).store
    question = find_question(desk.questions, name)
    media_type = _choose_format(request)
    lang = read_language(request.query_params)
    tag = f'"{store.manifest.data_version}-{lang}-{media_type}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept", "Content-Language": lang}
    if is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    answer = await ask_any_question(
        store,
        desk.index,
        question,
        read_parameters(request.query_params, question.many),
        lang=lang,
        data_version=store.manifest.data_version,
    )
    marked = request.query_params.get("format") == _EXCEL
    return to_response(answer, media_type, headers, mark=BYTE_ORDER_MARK if marked else "")


def to_response(answer: Answer, media_type: str, headers: Mapping[str, str], *, mark: str = "") -> Response:
    """Return an answer as JSON or CSV; what ``mark`` says stands first in the CSV."""
    if media_type == _CSV:
        named = {"Content-Disposition": f'inline; filename="{answer.question}.csv"'}
        text = mark + to_csv(answer)
        return Response(text, headers={**headers, **named}, media_type="text/csv; charset=utf-8")
    return JSONResponse(answer.to_json(), headers=dict(headers))


def read_language(fields: QueryParams) -> Language:
    """Return the language asked for; Vietnamese when none is.

    Raises:
        UsageError: it is neither vi nor en.
    """
    wanted = fields.get("lang", "vi")
    if wanted == "en":
        return "en"
    if wanted == "vi":
        return "vi"
    raise UsageError(
        f"lang={wanted!r} is unknown; use vi or en", vi=f"không có ngôn ngữ {wanted!r}; hãy dùng vi hoặc en"
    )


def read_parameters(fields: QueryParams, many: Collection[str] = ()) -> dict[str, str]:
    """Return the parameters of a question from a query string.

    Args:
        fields: the query string.
        many: names that may be given several times.

    Raises:
        UsageError: another one is given twice.
    """
    given = gather_given(fields.multi_items(), many)
    return {name: value for name, value in given.items() if name not in _OWN}


def _choose_format(request: Request) -> str:
    wanted = request.query_params.get("format")
    chosen = _FORMATS.get(wanted) if wanted else choose(request.headers.get("accept"), [_JSON, _CSV])
    if chosen is None:
        message = "answers come as JSON or CSV; ask for one of the offers"
        raise RequestError(HTTPStatus.NOT_ACCEPTABLE, "not-acceptable", message, [*_FORMATS, _JSON, _CSV])
    return chosen


def describe(question: Question, lang: Language) -> dict[str, Any]:
    """Return what a client must know to ask a question."""
    return {
        "name": question.name,
        "title": question.title.in_language(lang),
        "description": question.description.in_language(lang),
        "parameters": [
            {
                "name": parameter.name,
                "kind": parameter.kind,
                "label": parameter.label.in_language(lang),
                "required": parameter.required,
                "default": parameter.default or None,
                "many": parameter.many,
            }
            for parameter in question.parameters
        ],
        "needs": [sorted(need) for need in question.needs],
        "columns": [
            {"name": column.name, "kind": column.kind, "label": column.label.in_language(lang)}
            for column in question.columns
            if not column.extra
        ],
        "href": f"/api/questions/{question.name}",
    }
