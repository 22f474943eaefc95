"""The page of the reader's notebook, which lives in the browser alone (``static/notebook.js``)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.web.pages.errors import PageRoute
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)


@router.get("/{language}/notebook", include_in_schema=False)
async def notebook(request: Request, language: Language) -> Response:
    """Show the page that lists what the reader collected."""
    site = await site_of(request)
    return render(request, "notebook.html", presenter_for(language), site)
