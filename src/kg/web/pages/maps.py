"""Maps of pages: which lands and points are drawn, and where they lead; the file of outlines for scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kg.errors import UnknownError
from kg.store import Store
from kg.views.map_svg import Area, Frame, Spot, draw_map
from kg.views.outlines import FILE, Land, read_outlines
from kg.views.unit_versions import Version, read_points, read_versions_of
from kg.web.pages.language import Tongue, format_day
from kg.web.sparql import is_known
from kg.web.state import WebState, state_of

router = APIRouter()
_FAR: Final = 0.3
"""Degrees beyond the box of an outline within which a point counts as near."""


@dataclass(frozen=True)
class Lands:
    """The outlines of a snapshot."""

    lands: tuple[Land, ...]


@dataclass(frozen=True)
class Islands:
    """Versions of units that no outline comes near."""

    versions: tuple[Version, ...]


async def lands_of(request: Request) -> tuple[Land, ...]:
    """Return the outlines of the snapshot that serves a request; read at the first one.

    Raises:
        InputError: the file cannot be read.
    """
    state: WebState = state_of(request)
    found = state.memo.get(Lands)
    if not isinstance(found, Lands):
        found = Lands(await run_in_threadpool(read_outlines, state.config.snapshot))
        state.memo[Lands] = found
    return found.lands


async def islands_of(request: Request, store: Store) -> tuple[Version, ...]:
    """Return the units whose point lies far from every outline, as Hoàng Sa and Trường Sa; asked for once."""
    state = state_of(request)
    found = state.memo.get(Islands)
    if not isinstance(found, Islands):
        boxes = [land.box for land in await lands_of(request)]
        points = await read_points(store) if boxes else {}
        far = [iri for iri, point in points.items() if not any(_near(point, box) for box in boxes)]
        versions = await read_versions_of(store, far)
        found = Islands(tuple(versions[iri] for iri in sorted(far)))
        state.memo[Islands] = found
    return found.versions


def _near(point: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return west - _FAR < point[0] < east + _FAR and south - _FAR < point[1] < north + _FAR


@dataclass(frozen=True)
class Map:
    """A map for a page.

    Attributes:
        svg: the drawing.
        others: whether it has lines of units that are not listed: of provinces of today.
    """

    svg: Markup
    others: bool


@dataclass(frozen=True)
class Wanted:
    """What a map shows.

    Attributes:
        day: for which lands are the units' own (ISO).
        here: the unit that the page is about; None for the country.
        versions: units that are links, each at its land or its point.
    """

    day: str
    here: Version | None
    versions: tuple[Version, ...]


def make_map(
    lands: Sequence[Land], wanted: Wanted, tongue: Tongue, href: Callable[[Version], str]
) -> Map | None:
    """Return the map of some units; None where the place of none is known."""
    here = wanted.here
    linked = {version.unit: version for version in (*wanted.versions, *([here] if here else []))}
    areas = [_area(land, wanted, linked, tongue, href) for land in lands]
    drawn = {area.land.unit for area in areas if area.href}
    spots = [
        Spot(version.unit, version.point, _title(version, tongue), href(version), here=version is here)
        for version in linked.values()
        if version.point is not None and version.unit not in drawn
    ]
    # The country is shown whole; a unit with the land that is its own, or that its point lies in.
    positions = [
        position
        for area in areas
        if area.href or area.around or here is None
        for ring in area.land.rings
        for position in ring
    ]
    positions += [spot.at for spot in spots]
    if not positions:
        return None
    frame = Frame.around(positions)
    others = any(not area.href and frame.meets(area.land.box) for area in areas)
    return Map(Markup(draw_map(areas, spots, frame, tongue.say("Map"))), others)  # noqa: S704 - escaped there


def _area(
    land: Land, wanted: Wanted, linked: Mapping[str, Version], tongue: Tongue, href: Callable[[Version], str]
) -> Area:
    version = linked.get(land.unit) if land.holds_on(wanted.day) else None
    if version is None:
        here = wanted.here
        around = here is not None and here.point is not None and land.contains(here.point)
        return Area(land, tongue.say("outline of a province of today"), around=around)
    return Area(land, _title(version, tongue), href(version), here=version is wanted.here)


def _title(version: Version, tongue: Tongue) -> str:
    """Say the name of a unit, and of one that ended its days."""
    start, end = (format_day(day, tongue.code) for day in (version.since, version.until))
    return f"{version.label} ({start} → {end})" if end else version.label


@router.api_route("/outlines.geojson", methods=["GET", "HEAD"], include_in_schema=False)
async def outlines(request: Request) -> Response:
    """Answer the outlines of units as GeoJSON, with the days for which each holds."""
    state = state_of(request)
    headers = {"ETag": f'"{state.store.manifest.data_version}-outlines"', "Cache-Control": "no-cache"}
    if is_known(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    try:
        content = await run_in_threadpool((state.config.snapshot / FILE).read_bytes)
    except FileNotFoundError:
        raise UnknownError(
            "this snapshot has no outlines; maps show points only",
            vi="phiên bản dữ liệu này không có đường ranh; bản đồ chỉ hiện các điểm",
        ) from None
    return Response(content, headers=headers, media_type="application/geo+json")
