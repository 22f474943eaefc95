"""The questions as forms: parameters in, a table with the sources of every row out, and its SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.errors import UnknownError
from kg.store.parameters import gather_given
from kg.store.question_types import DATE_KINDS, ENTITY_KINDS, GROUPS, Parameter, Question
from kg.store.resolve import KINDS_OF
from kg.views.answer_views import place_column, views_of
from kg.views.names import read_names
from kg.views.questions import ask_any_question
from kg.vocab import SCHEMES, term_of
from kg.vocab.kinds import EVENT_CLASSES
from kg.web.pages.answer_files import answer_file
from kg.web.pages.answer_view import show_view
from kg.web.pages.answers import TOOLS, export_address, occurring
from kg.web.pages.errors import PageRoute
from kg.web.pages.home import in_order
from kg.web.pages.network_files import FORMATS
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of
from kg.web.pages.view_state import ViewState, read_state, split_view

router = APIRouter(route_class=PageRoute)
_LONGEST: Final = 300
EXAMPLES: Final[Mapping[str, str]] = {
    "person": "Dương Xuân Huyên",
    "place": "huyện Bắc Sơn",
    "unit": "huyện Bắc Sơn",
    "date": "2022-06-22",
    "from": "2022",
    "to": "2024-12",
    "interval": "2022-06-22",
    "organisation": "UBND tỉnh Lạng Sơn",
    "post": "Chủ tịch UBND tỉnh Lạng Sơn",
    "role": "Chủ tịch",
    "agent": "huyện Lộc Bình",
    "document": "Nghị quyết 08",
}
"""What a reader may write, by kind of parameter."""


@router.get("/{language}/ask", include_in_schema=False)
async def questions(request: Request, language: Language) -> Response:
    """List the questions."""
    site = await site_of(request)
    presenter = presenter_for(language)
    ordered = in_order(site.questions)
    groups = {key: [each for each in ordered if each.group == key] for key in GROUPS}
    return render(
        request, "questions.html", presenter, site, groups=groups, headings=GROUPS, views_of=views_of
    )


@router.get("/{language}/ask/{name}", include_in_schema=False)
async def question_page(request: Request, language: Language, name: str) -> Response:
    """Show the form of a question and, once it is asked, the answer; with ``format``, the view as a file."""
    site = await site_of(request)
    question = site.questions.get(name)
    if question is None:
        address = f"/{language}/ask"
        raise UnknownError(
            f"there is no question {name}; look at {address}",
            vi=f"không có câu hỏi {name}; hãy xem {address}",
        )
    given, state = _read_address(request, question)
    asked = bool(request.query_params) or not question.parameters
    answer = None
    if asked and _is_complete(question, given):
        answer = await ask_any_question(
            site.store, site.index, question, given, lang=language, data_version=site.manifest.data_version
        )
    format_name = request.query_params.get("format", "")
    if format_name and answer is not None:
        rows = state.narrow(question, answer.rows)
        return await answer_file(request, site, question, answer, rows, format_name)
    choices = {parameter.name: _choices(parameter) for parameter in question.parameters}
    iris = {iri for pairs in choices.values() for _, iri in pairs}
    names = await read_names(site.store, iris | (occurring(answer) if answer is not None else set()))
    presenter = presenter_for(language, names)
    return render(
        request,
        "question.html",
        presenter,
        site,
        shown=await show_view(request, site, question, answer, state, presenter) if answer else None,
        state=state,
        views=views_of(question),
        place_column=place_column(question),
        sides=[column for column in question.columns if column.kind == "entity"],
        question=question,
        given=given,
        answer=answer,
        incomplete=asked and answer is None,
        choices=choices,
        examples=EXAMPLES,
        hint_of=_hint_of,
        kinds_of=KINDS_OF,
        **TOOLS,
        snippet=site.texts.snippet,
        export=export_address(question, given, language),
        formats=FORMATS,
    )


def _read_address(request: Request, question: Question) -> tuple[dict[str, str], ViewState]:
    """Return what an address gives of the parameters of a question, and the view that it asks for."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "format"]
    own, of_view = split_view(question, pairs)
    given = {
        key: value[:_LONGEST] for key, value in gather_given(own, question.many).items() if value.strip()
    }
    return given, read_state(question, given, of_view, request.url.path)


def _is_complete(question: Question, given: Mapping[str, str]) -> bool:
    """Tell whether the form has what the question needs; an empty form is no error."""
    missing = [item.name for item in question.parameters if item.required and not item.default]
    needs = question.needs
    return set(missing) <= set(given) and (not needs or any(need <= set(given) for need in needs))


def _choices(parameter: Parameter) -> list[tuple[str, str]]:
    """Return (value, IRI) of what a parameter may be, where that is a closed list."""
    if parameter.kind == "choice":
        return [(value, str(term_of(parameter.scheme, value))) for value in SCHEMES[parameter.scheme]]
    if parameter.kind == "event-kind":
        return [(value, str(term)) for value, term in EVENT_CLASSES.items()]
    return []


def _hint_of(parameter: Parameter) -> str:
    """Return which hint the form shows: ``day`` for dates, ``name`` for things, else none."""
    if parameter.kind in DATE_KINDS:
        return "day"
    return "name" if parameter.kind in ENTITY_KINDS else ""
