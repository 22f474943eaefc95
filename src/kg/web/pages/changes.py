"""What changed from each data version to the next: a page of all steps, and a page of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kg.errors import UnknownError
from kg.store.history import History, read_history
from kg.store.search import SearchIndex
from kg.views.kinds import KINDS, OTHER
from kg.views.names import Name
from kg.web.pages.errors import PageRoute
from kg.web.pages.language import Tongue
from kg.web.pages.paths import Language
from kg.web.pages.site import presenter_for, render, site_of
from kg.web.state import state_of

router = APIRouter(route_class=PageRoute)


@dataclass(frozen=True)
class Steps:
    """The history of a snapshot, ready to be shown.

    Attributes:
        history: as the snapshot tells it.
        names: of all things in it, as they were called then.
        living: those that the snapshot has, so that they have pages.
    """

    history: History
    names: Mapping[str, Name]
    living: frozenset[str]


async def steps_of(request: Request) -> Steps:
    """Return the steps that led to the snapshot that serves a request; made at the first one.

    Raises:
        UnknownError: the snapshot has no history.
        InputError: its history cannot be read.
    """
    state = state_of(request)
    known = state.memo.get(Steps)
    if isinstance(known, Steps):
        return known
    history = await run_in_threadpool(read_history, state.config.snapshot)
    if history is None:
        raise UnknownError(
            "these data have no history: they were not made by kg build",
            vi="dữ liệu này không có lịch sử: nó không do kg build tạo ra",
        )
    site = await site_of(request)
    found = await run_in_threadpool(_prepare, history, site.index)
    state.memo[Steps] = found
    return found


def _prepare(history: History, index: SearchIndex) -> Steps:
    parts = [
        part
        for change in reversed(history.changes)
        for row in change.records
        for part in (row.record, *row.things)
    ]
    kinds = {part.iri: KINDS.get(part.kind, OTHER) for part in parts}
    names = {
        part.iri: Name(part.iri, part.labels, frozenset(map(str, kinds[part.iri].classes))) for part in parts
    }
    return Steps(history, names, frozenset(index.kinds_of(names)))


@router.get("/{language}/changes", include_in_schema=False)
async def changes(request: Request, language: Language) -> Response:
    """List the data versions that led to this one, and show what changed with the last step."""
    steps = await steps_of(request)
    return await _show(request, language, "changes.html", steps, history=steps.history)


@router.get("/{language}/changes/{step}", include_in_schema=False)
async def change(request: Request, language: Language, step: str) -> Response:
    """Show what changed from one data version to the next."""
    steps = await steps_of(request)
    found = steps.history.find(step)
    if found is None:
        raise UnknownError(
            Tongue(language).say("there is no step %s here, or it is too old to be kept") % step,
            [(f"/{language}/changes", Tongue(language).say("Data versions"))],
        )
    return await _show(request, language, "change.html", steps, change=found)


async def _show(request: Request, language: str, template: str, steps: Steps, **values: Any) -> Response:
    site = await site_of(request)
    return render(
        request, template, presenter_for(language, steps.names), site, living=steps.living, **values
    )
