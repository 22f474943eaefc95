"""Keeps the wide networks that readers look at: read once, placed once, and begun from the version before."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from starlette.requests import Request

from kg.views.network import Network
from kg.views.wide import Wide, read_wide
from kg.vocab import DATA
from kg.web.pages.network_state import View
from kg.web.pages.site import Site
from kg.web.state import state_of

_KEPT: Final = 12
"""Networks that are kept; one of 10 000 things takes about 20 MB."""

_Key = tuple[str, int, tuple[str, ...], int]
T = TypeVar("T")


@dataclass
class Layouts:
    """Positions of the networks that were placed last, whatever the data version; they outlive a snapshot."""

    kept: OrderedDict[_Key, Mapping[str, tuple[float, float]]] = field(default_factory=OrderedDict)


@dataclass
class WideNetworks:
    """The wide networks of one snapshot, the last used at the end; only one is made at a time."""

    kept: OrderedDict[_Key, Wide] = field(default_factory=OrderedDict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


async def wide_network(request: Request, site: Site, view: View) -> Network:
    """Return the wide network of a view as of its day.

    Args:
        request: asks for it.
        site: the site.
        view: of more than one step.
    """
    state = state_of(request)
    networks = state.made_once(WideNetworks, WideNetworks)
    layouts = state.kept_over(Layouts, Layouts)
    key = (view.center, view.steps, view.kinds, view.things)
    async with networks.turn:
        wide = networks.kept.get(key)
        if wide is None:
            found = await read_wide(
                site.store, f"{DATA}{view.center}", steps=view.steps, kinds=view.kinds, most=view.things
            )
            wide = await asyncio.to_thread(found.placed, layouts.kept.get(key))
            _keep(networks.kept, key, wide)
            if wide.network.positions:
                _keep(layouts.kept, key, wide.network.positions)
        networks.kept.move_to_end(key)
    if not view.on:
        return wide.network
    return await asyncio.to_thread(wide.on, view.on)


def _keep(kept: OrderedDict[_Key, T], key: _Key, value: T) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > _KEPT:
        kept.popitem(last=False)
