"""Keeps the wide networks that readers look at: read once, placed once, and begun from the version before."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request

from kg.store import Store
from kg.store.callers import CALLER
from kg.views.network import Network
from kg.views.wide import Positions, Wide, read_wide
from kg.vocab import DATA
from kg.web.pages.network_state import View
from kg.web.pages.site import Site
from kg.web.state import state_of

_KEPT: Final = 12
"""Layouts that are kept; positions of 10 000 things take about 2 MB."""
_THINGS: Final = 40_000
"""Things of all networks that are kept; a network of 10 000 takes 32 MB (measured)."""

_Key = tuple[str, int, tuple[str, ...], int]


@dataclass
class Layouts:
    """Positions of the networks that were placed last, whatever the data version; they outlive a snapshot."""

    kept: OrderedDict[_Key, Positions] = field(default_factory=OrderedDict)

    def keep(self, key: _Key, positions: Positions) -> None:
        """Keep positions, and forget those that were made first if they are too many."""
        self.kept[key] = positions
        self.kept.move_to_end(key)
        while len(self.kept) > _KEPT:
            self.kept.popitem(last=False)


@dataclass
class WideNetworks:
    """The wide networks of one snapshot, the last used at the end; only one is made at a time."""

    kept: OrderedDict[_Key, Wide] = field(default_factory=OrderedDict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def keep(self, key: _Key, wide: Wide) -> None:
        """Keep a network, and forget those that were used longest ago if they hold too much."""
        self.kept[key] = wide
        while len(self.kept) > 1 and sum(len(each.network.names) for each in self.kept.values()) > _THINGS:
            self.kept.popitem(last=False)


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
    wide = networks.kept.get(key)
    if wide is None:
        async with networks.turn:
            # Somebody else may have waited for the same network.
            wide = networks.kept.get(key) or await make_wide(site.store, view, layouts.kept.get(key))
            networks.keep(key, wide)
            if wide.network.positions:
                layouts.keep(key, wide.network.positions)
    networks.kept.move_to_end(key)
    if not view.on:
        return wide.network
    return await asyncio.to_thread(wide.on, view.on)


async def make_wide(store: Store, view: View, before: Positions | None = None) -> Wide:
    """Read and place a network; what placing takes is on the account of whoever asks.

    Args:
        store: where to ask.
        view: of more than one step.
        before: positions from which its layout begins.
    """
    found = await read_wide(
        store, f"{DATA}{view.center}", steps=view.steps, kinds=view.kinds, most=view.things
    )
    placed, seconds = await asyncio.to_thread(_place, found, before)
    CALLER.get().charge(seconds)
    return placed


def _place(found: Wide, before: Positions | None) -> tuple[Wide, float]:
    """Place a network; return it with the processor time that this thread needed."""
    begun = time.thread_time()
    return found.placed(before), time.thread_time() - begun
