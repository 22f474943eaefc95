from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path

from kg.store import load_local
from kg.store.callers import CALLER
from kg.views.network import MAX_NODES
from kg.web.pages.network_state import View
from kg.web.pages.wide import WideNetworks, make_wide


class Account:
    """A caller that remembers what it is charged."""

    def __init__(self) -> None:
        self.charges: list[float] = []

    def turn(self, seconds: float) -> AbstractAsyncContextManager[None]:  # noqa: ARG002 - never waits
        return nullcontext()

    def charge(self, seconds: float) -> None:
        self.charges.append(seconds)


def test_who_asks_for_a_large_network_is_charged_for_its_layout(snapshot: Path) -> None:
    store, account = load_local(snapshot), Account()

    async def make(view: View) -> int:
        CALLER.set(account)
        return len((await make_wide(store, view)).network.names)

    # Queries in this process are not charged, so what is charged is the layout.
    assert asyncio.run(make(View("unit/lang-son", steps=2, things=10))) == 10
    assert asyncio.run(make(View("unit/lang-son", steps=3, things=2_000))) > MAX_NODES
    assert len(account.charges) == 2
    assert account.charges[-1] > 0


def test_networks_that_were_used_longest_ago_are_forgotten_when_they_hold_too_much(snapshot: Path) -> None:
    store, networks = load_local(snapshot), WideNetworks()
    wide = asyncio.run(make_wide(store, View("unit/lang-son", steps=3, things=2_000)))
    for number in range(25):
        networks.keep((str(number), 3, (), 2_000), wide)
    assert [key[0] for key in networks.kept] == [str(number) for number in range(5, 25)]
