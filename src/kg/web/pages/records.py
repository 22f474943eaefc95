"""The lines of a record around the character that a finding names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kg.errors import UnknownError
from kg.records.files import record_files
from kg.records.text_files import read_utf8
from kg.web.pages.errors import PageRoute
from kg.web.pages.language import Tongue
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)

AROUND: Final = 20
"""Lines shown before and after the one that is asked for."""
_LONGEST: Final = 1_000
"""Characters shown of one line."""


@router.get("/{language}/record/{file:path}", include_in_schema=False)
async def record_page(
    request: Request,
    language: Language,
    file: str,
    line: Annotated[int, Query(ge=1, le=10_000_000)] = 1,
    column: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """Show a record around a line, as its file is now."""
    site = await site_of(request)
    path = await run_in_threadpool(_find, site.config.records, file)
    if path is None:
        raise UnknownError(Tongue(language).say("there is no record %s here; look at the findings") % file)
    lines = (await run_in_threadpool(read_utf8, path)).splitlines()
    first = max(1, min(line, len(lines)) - AROUND)
    shown = [(number, text[:_LONGEST]) for number, text in enumerate(lines[first - 1 : line + AROUND], first)]
    return render(
        request,
        "record.html",
        presenter_for(language),
        site,
        file=file,
        lines=shown,
        line=line,
        column=min(column, _LONGEST),
        earlier=max(1, line - 2 * AROUND) if first > 1 else 0,
        later=line + 2 * AROUND if line + AROUND < len(lines) else 0,
    )


def _find(folder: Path | None, file: str) -> Path | None:
    """Return the record of a name as findings spell it: only files that are records are ever read."""
    if folder is None:
        return None
    top = folder.resolve()
    known = [*record_files(top), *sorted(top.glob("register/*.csv"))]
    return next((path for path in known if f"{top.name}/{path.relative_to(top).as_posix()}" == file), None)
