"""The findings of the validation over HTTP, for programs: ``GET /api/findings``."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from kg.errors import Severity, UnknownError
from kg.views.findings import Filter
from kg.web.pages.findings import thing_iri
from kg.web.pages.site import site_of

router = APIRouter()

MOST: Final = 10_000
"""Findings of one answer; ``total`` tells how many there are."""


@router.api_route("/api/findings", methods=["GET", "HEAD"])
async def list_findings(
    request: Request,
    severity: Annotated[list[Severity] | None, Query()] = None,
    kind: Annotated[list[str] | None, Query()] = None,
    rule: Annotated[str, Query(max_length=200)] = "",
    file: Annotated[str, Query(max_length=300)] = "",
    thing: Annotated[str, Query(max_length=500)] = "",
) -> JSONResponse:
    """List the findings of the validation, the heaviest first, each with the things that it is about."""
    site = await site_of(request)
    if site.findings is None:
        raise UnknownError(
            "these data have no findings: they were not made by kg build",
            vi="dữ liệu này không có phát hiện: nó không do kg build tạo ra",
        )
    wanted = Filter(tuple(severity or ()), tuple(kind or ()), rule, file, thing_iri(thing))
    chosen = wanted.choose(site.findings)
    listed = [{**item.raw, "about": list(site.findings.things_of(item))} for item in chosen[:MOST]]
    version = site.manifest.data_version
    return JSONResponse(
        {"findings": listed, "total": len(chosen), "data_version": version},
        headers={"Cache-Control": "no-cache"},
    )
