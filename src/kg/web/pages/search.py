"""The search page, hits with their kinds as facets, and the suggestions while a name is typed."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kg.views.kinds import KINDS, OTHER
from kg.vocab import DATA
from kg.web.pages.errors import PageRoute
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)
PAGE: Final = 20
SUGGESTED: Final = 8
_LONGEST: Final = 200
_Text = Annotated[str, Query(max_length=10_000)]
_Kinds = Annotated[list[str] | None, Query()]


@router.get("/{language}/search", include_in_schema=False)
async def search(
    request: Request,
    language: Language,
    q: _Text = "",
    kind: _Kinds = None,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Show what bears a name, accents being optional; without a name all things of a kind."""
    site = await site_of(request)
    chosen = tuple(dict.fromkeys(kind or ()))
    named = q[:_LONGEST].strip()
    look = partial(site.index.search, named) if named else site.index.browse
    found = await run_in_threadpool(look, kinds=chosen, lang=language, limit=PAGE, offset=(page - 1) * PAGE)
    facets = [(KINDS.get(name, OTHER), name, count) for name, count in found.facets.items()]
    return render(
        request,
        "search.html",
        presenter_for(language),
        site,
        q=named,
        chosen=chosen,
        found=found,
        facets=facets,
        page=page,
        pages=-(-found.total // PAGE),
    )


@router.get("/{language}/search/suggestions", include_in_schema=False)
async def suggestions(request: Request, language: Language, q: _Text = "", kind: _Kinds = None) -> Response:
    """Answer the first hits as a part of a page, for ``search.js``."""
    site = await site_of(request)
    chosen = tuple(dict.fromkeys(kind or ()))
    found = await run_in_threadpool(
        site.index.search, q[:_LONGEST], kinds=chosen, lang=language, limit=SUGGESTED
    )
    presenter = presenter_for(language)
    return render(
        request, "suggestions.html", presenter, site, q=q[:_LONGEST], chosen=chosen, found=found, data=DATA
    )
