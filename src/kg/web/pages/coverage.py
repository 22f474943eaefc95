"""What the sources cover and leave out; and where to report that a statement is wrong."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kg.views.coverage import read_coverage
from kg.views.names import read_names
from kg.web.pages.errors import PageRoute
from kg.web.pages.nearest import unknown_thing
from kg.web.pages.paths import Language, iri_of
from kg.web.pages.present import path_of
from kg.web.pages.site import presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)


@router.get("/{language}/coverage", include_in_schema=False)
async def coverage(request: Request, language: Language) -> Response:
    """Show the sources by province, year and kind, what none of them covers, and what certainty means."""
    site = await site_of(request)
    found = await read_coverage(site.store)
    return render(request, "coverage.html", presenter_for(language, found.names), site, covered=found)


@router.get("/{language}/report", include_in_schema=False)
async def report(
    request: Request, language: Language, about: Annotated[str, Query(max_length=2_000)] = ""
) -> Response:
    """Say how a mistake is reported, with record, line and data version of the thing that it is about.

    Args:
        request: asks for it.
        language: of the page.
        about: path of the thing below the data base; empty for none.
    """
    site = await site_of(request)
    iri = iri_of(about) if about else ""
    names = await read_names(site.store, {iri} - {""})
    if iri and not names[iri].named and names[iri].kind.name == "other":
        raise await unknown_thing(site, about, language)
    record = await run_in_threadpool(site.index.record_of, iri) if iri else None
    return render(
        request,
        "report.html",
        presenter_for(language, names),
        site,
        about=iri,
        record=record,
        has_records=site.config.records is not None,
        address=f"{str(request.base_url).rstrip('/')}/{language}/doc/{path_of(iri)}" if iri else "",
    )
