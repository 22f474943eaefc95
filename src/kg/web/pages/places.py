"""The browser of places: province, district, commune as of a day; its address is its whole state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.errors import UnknownError
from kg.views.names import read_names
from kg.views.places import Places, read_all_days, read_days, read_places, read_root
from kg.views.unit_versions import COMMUNE, COUNTRY, DISTRICT, NEWEST, PROVINCE, Standing, Version
from kg.vocab import DATA, KG
from kg.web.pages.days import offer, read_day, slider_of
from kg.web.pages.errors import PageRoute
from kg.web.pages.language import Tongue, format_day
from kg.web.pages.maps import Map, Wanted, islands_of, lands_of, make_map
from kg.web.pages.nearest import moved_to, unknown_thing
from kg.web.pages.paths import Language, iri_of
from kg.web.pages.site import Site, presenter_for, render, site_of
from kg.web.state import state_of

router = APIRouter(route_class=PageRoute)

LEVELS: Final = (PROVINCE, DISTRICT, COMMUNE)
_KEPT_DAYS: Final = 100
_UNIT: Final = f"{DATA}unit/"


@dataclass(frozen=True)
class Register:
    """What all pages of places need: the country, and the days on which something changed."""

    root: str
    days: tuple[str, ...]


async def register_of(request: Request, site: Site) -> Register:
    """Return the register of the snapshot that serves a request; asked for once.

    Raises:
        UnknownError: the graph holds no register.
    """
    state = state_of(request)
    found = state.memo.get(Register)
    if isinstance(found, Register):
        return found
    root = await read_root(site.store)
    if root is None:
        raise UnknownError(
            "this graph holds no register of administrative units; begin at /",
            vi="đồ thị này không có sổ đăng ký đơn vị hành chính; hãy bắt đầu từ /",
        )
    made = Register(root, await read_all_days(site.store))
    state.memo[Register] = made
    return made


@router.get("/{language}/places", include_in_schema=False)
async def places(
    request: Request, language: Language, on: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """Show the provinces of the country on a day, by default in the newest state."""
    site = await site_of(request)
    register = await register_of(request, site)
    return await _show(request, site, language, register.root, register, on)


@router.get("/{language}/places/{unit:path}", include_in_schema=False)
async def places_in(
    request: Request, language: Language, unit: str, on: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """Show what lies in a unit on a day; ``unit`` is its id in the register."""
    site = await site_of(request)
    register = await register_of(request, site)
    path = f"unit/{unit}"
    name = iri_of(moved_to(site, path) or path)
    return await _show(request, site, language, name, register, on)


async def _show(
    request: Request, site: Site, language: str, unit: str, register: Register, on: str
) -> Response:
    day = read_register_day(on, register.days, language, request.url.path)
    asked = "" if day == NEWEST else day
    days = register.days if unit == register.root else await read_days(site.store, unit)
    found = await _places(request, site, unit, day, days)
    if not found.history:
        raise await unknown_thing(site, unit.removeprefix(DATA), language)
    names = await read_names(site.store, {*LEVELS, str(KG.Event), str(KG.Directive)})
    presenter = presenter_for(language, names)
    drawn = await _map(request, site, found, presenter.tongue, asked)
    return render(
        request,
        "places.html",
        presenter,
        site,
        found=found,
        asked=asked,
        title=_title(found, language, asked),
        map=drawn,
        slider=slider_of(found.days, day),
        levels=LEVELS,
        columns=[level for level in LEVELS if any(level in row.inside for row in found.rows)],
        address=lambda version, when=asked: address_of(language, version, when),
        link=lambda version: link_of(language, version, asked),
        history=lambda version: f"{presenter.href(version.unit)}{f'?on={asked}' if asked else ''}",
        commune=COMMUNE,
        country=COUNTRY,
        event=str(KG.Event),
        directive=str(KG.Directive),
        happened=any(row.happened for row in found.rows),
        doubtful=any(row.standing is not Standing.CERTAIN for row in found.rows),
        first_day=register.days[0],
    )


@dataclass(frozen=True)
class Countries:
    """What the first page of places shows, by day: the one view that counts all units."""

    by_day: dict[str, Places]


async def _places(request: Request, site: Site, unit: str, day: str, days: tuple[str, ...]) -> Places:
    state = state_of(request)
    kept = state.made_once(Countries, lambda: Countries({})).by_day
    register = state.memo[Register]
    if unit == register.root and day in kept:
        return kept[day]
    found = await read_places(site.store, unit, day, days)
    if unit == register.root and len(kept) < _KEPT_DAYS:
        kept[day] = found
    return found


def read_register_day(text: str, days: Sequence[str], language: str, path: str) -> str:
    """Return the day that an address names, ``NEWEST`` for none.

    Raises:
        TextError: it is no day; the nearest one is offered.
        UnknownError: it lies before all that the register knows; its first day is offered.
    """

    def address(day: str) -> str:
        return f"{path}?on={day}"

    day = read_day(text, language, address, days[0], days[-1])
    if day < days[0]:
        raise UnknownError(
            f"the register begins on {format_day(days[0], 'en')}; what stood before is not known",
            [offer(address, days[0], language)],
            vi=f"sổ đăng ký bắt đầu từ {format_day(days[0], 'vi')}; trước đó có những gì thì không biết",
        )
    return day


def address_of(language: str, version: Version, on: str) -> str:
    """Return the address of what lies in a unit, on the same day; of the country the first page of places."""
    inside = "" if version.level == COUNTRY else f"/{version.unit.removeprefix(_UNIT)}"
    query = f"?{urlencode({'on': on})}" if on else ""
    return f"/{language}/places{inside}{query}"


def _title(found: Places, language: str, on: str) -> str:
    label = (found.version or found.history[-1]).called
    return f"{label}, {format_day(on, language)}" if on else label


async def _map(request: Request, site: Site, found: Places, tongue: Tongue, on: str) -> Map | None:
    version = found.version
    if version is None:
        return None
    lands = await lands_of(request)
    listed = [row.version for row in found.rows]
    if version.level == COUNTRY:
        far = await islands_of(request, site.store)
        listed += [island for island in far if island.level != PROVINCE and island.standing(found.day)]
    here = None if version.level == COUNTRY else version
    # A unit that may only have begun shares its place with the one that it comes after.
    unique = {each.unit: each for each in listed if each.unit != version.unit}
    wanted = Wanted(found.day, here, tuple(unique.values()))
    return make_map(lands, wanted, tongue, lambda each: link_of(tongue.code, each, on))


def link_of(language: str, version: Version, on: str) -> str:
    """Return where a unit of a list leads: to what lies in it, of a commune to its own page."""
    if version.level != COMMUNE:
        return address_of(language, version, on)
    query = f"?{urlencode({'on': on})}" if on else ""
    return f"/{language}/doc/{version.unit.removeprefix(DATA)}{query}"
