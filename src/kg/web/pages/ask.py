"""The questions as forms: parameters in, a table with the sources of every row out, and its SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.errors import UnknownError
from kg.store.parameters import gather_given
from kg.store.question_types import DATE_KINDS, ENTITY_KINDS, Parameter, Question
from kg.store.questions import Answer
from kg.store.resolve import KINDS_OF
from kg.views.matrix import Matrix, matrix_of
from kg.views.names import read_names
from kg.views.questions import ask_any_question
from kg.vocab import SCHEMES, term_of
from kg.vocab.kinds import EVENT_CLASSES
from kg.web.pages.answers import TOOLS, export_address, occurring
from kg.web.pages.errors import PageRoute
from kg.web.pages.home import in_order
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of
from kg.web.pages.time_rows import draw_answer, drawing_for

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
    return render(request, "questions.html", presenter, site, questions=in_order(site.questions))


@router.get("/{language}/ask/{name}", include_in_schema=False)
async def question_page(request: Request, language: Language, name: str) -> Response:
    """Show the form of a question and, once it is asked, the answer."""
    site = await site_of(request)
    question = site.questions.get(name)
    if question is None:
        address = f"/{language}/ask"
        raise UnknownError(
            f"there is no question {name}; look at {address}",
            vi=f"không có câu hỏi {name}; hãy xem {address}",
        )
    texts = gather_given(request.query_params.multi_items(), question.many)
    given = {key: value[:_LONGEST] for key, value in texts.items() if value.strip()}
    asked = bool(request.query_params) or not question.parameters
    answer = None
    if asked and _is_complete(question, given):
        answer = await ask_any_question(
            site.store, site.index, question, given, lang=language, data_version=site.manifest.data_version
        )
    choices = {parameter.name: _choices(parameter) for parameter in question.parameters}
    iris = {iri for pairs in choices.values() for _, iri in pairs}
    names = await read_names(site.store, iris | (occurring(answer) if answer is not None else set()))
    presenter = presenter_for(language, names)
    drawing = drawing_for(question) if answer is not None else ""
    return render(
        request,
        "question.html",
        presenter,
        site,
        drawing=draw_answer(question, answer, drawing, presenter) if answer is not None and drawing else "",
        matrix=_matrix(question, answer),
        rest="".join(
            f"&{urlencode({key: value})}" for key, value in given.items() if key not in ("person", "place")
        ),
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
    )


def _matrix(question: Question, answer: Answer | None) -> Matrix | None:
    """Officials by places, for a question that takes both and names several of one of them."""
    if answer is None or not {"person", "place"} <= {item.name for item in question.parameters}:
        return None
    found = matrix_of(answer.rows)
    return found if found is not None and len(found.people) + len(found.places) > 2 else None


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
