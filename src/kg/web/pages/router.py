"""All routers of the pages, in the order of matching."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from kg.errors import UnknownError
from kg.web.pages.ask import router as ask
from kg.web.pages.changes import router as changes
from kg.web.pages.completion import router as completion
from kg.web.pages.coverage import router as coverage
from kg.web.pages.entity import router as entity
from kg.web.pages.errors import PageRoute
from kg.web.pages.home import router as home
from kg.web.pages.language import Tongue
from kg.web.pages.lineage import router as lineage
from kg.web.pages.linked_data import router as linked_data
from kg.web.pages.maps import router as maps
from kg.web.pages.network import router as network
from kg.web.pages.notebook import router as notebook
from kg.web.pages.overview import router as overview
from kg.web.pages.paths import Language
from kg.web.pages.places import router as places
from kg.web.pages.query import router as query
from kg.web.pages.records import router as records
from kg.web.pages.search import router as search
from kg.web.pages.shapes import router as shapes
from kg.web.pages.static import router as static
from kg.web.pages.terms import router as terms
from kg.web.pages.together import router as together
from kg.web.pages.validation import router as validation

_nowhere: Final = APIRouter(route_class=PageRoute)


@_nowhere.get("/{language}/{rest:path}", include_in_schema=False)
async def nowhere(language: Language, rest: str) -> Response:
    """Answer addresses below a language that lead nowhere, as a page in that language."""
    raise UnknownError(Tongue(language).say("there is no page %s; begin at the first one") % rest)


ROUTERS: Final[tuple[APIRouter, ...]] = (
    static,
    linked_data,
    terms,
    shapes,
    home,
    coverage,
    changes,
    notebook,
    search,
    entity,
    network,
    overview,
    lineage,
    together,
    places,
    maps,
    ask,
    completion,
    query,
    validation,
    records,
    _nowhere,
)
