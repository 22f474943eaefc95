"""The questions as forms: parameters in, a table with the sources of every row out, and its SPARQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.errors import UnknownError
from kg.rdf.iri import GRAPH_REGISTER, GRAPH_REGISTRY
from kg.store.parameters import gather_given
from kg.store.question_types import DATE_KINDS, ENTITY_KINDS, Parameter, Question
from kg.store.questions import Answer
from kg.views.evidence import Evidence, Passage
from kg.views.names import Days, Name, read_names
from kg.views.questions import ask_any_question
from kg.vocab import SCHEMES, term_of
from kg.vocab.kinds import EVENT_CLASSES
from kg.web.pages.errors import PageRoute
from kg.web.pages.home import in_order
from kg.web.pages.paths import Language
from kg.web.pages.present import Presenter
from kg.web.pages.site import Site, presenter_for, render, site_of

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
_GRAPHS: Final = {
    GRAPH_REGISTER: ("sổ đăng ký đơn vị hành chính", "register of administrative units"),
    GRAPH_REGISTRY: ("danh mục của ban biên tập", "registries of the curators"),
}


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
    names = await _names_of(site, answer, choices)
    return render(
        request,
        "question.html",
        presenter_for(language, names),
        site,
        question=question,
        given=given,
        answer=answer,
        incomplete=asked and answer is None,
        choices=choices,
        examples=EXAMPLES,
        hint_of=_hint_of,
        evidence_of=_evidence_of,
        cell=_cell,
        graphs=_GRAPHS,
        snippet=site.texts.snippet,
        export=_export_address(question, given, language),
    )


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


async def _names_of(
    site: Site, answer: Answer | None, choices: Mapping[str, Sequence[tuple[str, str]]]
) -> dict[str, Name]:
    iris = {iri for pairs in choices.values() for _, iri in pairs}
    if answer is not None:
        for row in answer.rows:
            iris |= {str(item["source"]) for item in row["sources"]}
            iris |= {str(term_of("claimStatus", item["status"])) for item in row["sources"] if item["status"]}
            searched = row.get("searched") or {}
            iris |= set(searched.get("sources", ()))
    return await read_names(site.store, iris)


def _cell(presenter: Presenter, column: Mapping[str, str], row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what stands in a cell: mappings with ``text``, and ``href`` where there is a thing behind it."""
    name = column["name"]
    if column["kind"] == "date":
        days = Days(
            row.get(f"{name}_earliest") or row.get(name) or "",
            row.get(f"{name}_latest") or row.get(name) or "",
        )
        return [{"text": presenter.days(days), "href": "", "lang": ""}] if days != Days() else []
    values = row.get(name)
    many = values if isinstance(values, list) else [values]
    links, labels = _beside(row, name, "_id", many), _beside(row, name, "_label", many)
    tags = _beside(row, name, "_lang", many)
    shown: list[Mapping[str, Any]] = []
    for value, link, label, tag in zip(many, links, labels, tags, strict=True):
        if value is None:
            continue
        linked = presenter.href(link) if link and column["kind"] in ("entity", "local", "text") else ""
        shown.append({"text": _words(presenter, column, label or value), "href": linked, "lang": tag or ""})
    return shown


def _beside(row: Mapping[str, Any], name: str, suffix: str, many: Sequence[object]) -> list[Any]:
    values = row.get(name + suffix)
    return list(values) if isinstance(values, list) else [values] * len(many)


def _words(presenter: Presenter, column: Mapping[str, str], value: object) -> str:
    if isinstance(value, bool):
        return presenter.tongue.say("yes") if value else presenter.tongue.say("no")
    if column["kind"] == "day":
        return presenter.days(Days(str(value), str(value)))
    return presenter.number(value) if isinstance(value, int | float) else str(value)


def _evidence_of(row: Mapping[str, Any]) -> Evidence:
    """Return the sources of a row as evidence that pages can show."""
    passages = tuple(
        Passage(item["source"], item["start"], item["end"])
        for item in row["sources"]
        if item.get("start") is not None
    )
    inferred = {item["status"] for item in row["sources"]} - {"stated"}
    status = str(term_of("claimStatus", min(inferred))) if inferred else ""
    basis = tuple(sorted({item["legal_basis"] for item in row["sources"] if item.get("legal_basis")}))
    return Evidence(tuple(sorted(set(passages))), (), status, (), basis)


def _export_address(question: Question, given: Mapping[str, str], language: str) -> str:
    """Return the address of the same answer for programs, without the format."""
    return f"/api/questions/{question.name}?{urlencode([*given.items(), ('lang', language)])}"
