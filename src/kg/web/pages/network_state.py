"""The state of a network page, and the query string that spells it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from kg.views.network import MAX_NODES
from kg.views.relations import USUAL
from kg.views.wide import MOST_STEPS, MOST_THINGS

MOST: Final = 12
"""Neighbours drawn for one node and relation unless the reader says otherwise."""
STEPS: Final = tuple(range(1, MOST_STEPS + 1))
THINGS: Final = (MAX_NODES, 2_000, MOST_THINGS)
"""What a reader may choose as the size of a wide network."""


@dataclass(frozen=True)
class View:
    """The state of a network page, as its address spells it.

    Attributes:
        center: path of the thing in the middle.
        to: path of the other end, for paths.
        expand: paths of expanded nodes, in order.
        pin: paths of nodes that stay in view, in order.
        kinds: relations that are shown.
        most: neighbours drawn for one node and relation.
        on: ISO day of the view; empty for all days.
        steps: how far from the centre; beyond one step the whole neighbourhood is shown.
        things: how many things of it, at most.
    """

    center: str = ""
    to: str = ""
    expand: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    kinds: tuple[str, ...] = USUAL
    most: int = MOST
    on: str = ""
    steps: int = 1
    things: int = MAX_NODES

    @property
    def filtered(self) -> bool:
        """Whether the reader has chosen relations."""
        return self.kinds != USUAL

    @property
    def wide(self) -> bool:
        """Whether it shows everything within some steps."""
        return self.steps > 1 and not self.to

    @property
    def query(self) -> str:
        """The query string of this view; what is as usual is left out."""
        pairs = [("center", self.center)]
        pairs += [("to", self.to)] if self.to else []
        pairs += [("expand", path) for path in self.expand]
        pairs += [("pin", path) for path in self.pin]
        pairs += [("kinds", kind) for kind in self.kinds] if self.filtered else []
        pairs += [("most", str(self.most))] if self.most != MOST else []
        pairs += [("on", self.on)] if self.on else []
        pairs += [("steps", str(self.steps))] if self.steps != 1 else []
        pairs += [("things", str(self.things))] if self.things != MAX_NODES else []
        return f"?{urlencode(pairs, safe='/:')}"

    def expanding(self, path: str) -> str:
        """The query string with a node expanded, or collapsed if it was expanded."""
        return replace(self, expand=_toggled(self.expand, path)).query

    def pinning(self, path: str) -> str:
        """The query string with a node pinned, or no longer."""
        return replace(self, pin=_toggled(self.pin, path)).query

    def around(self, path: str) -> str:
        """The query string of another centre; what is pinned, the relations and the day stay."""
        return replace(self, center=path, to="", expand=(), pin=_without(self.pin, path)).query

    def day(self, day: str) -> str:
        """The query string on another day; empty for all days."""
        return replace(self, on=day).query


def _toggled(paths: tuple[str, ...], path: str) -> tuple[str, ...]:
    return _without(paths, path) if path in paths else (*paths, path)


def _without(paths: tuple[str, ...], path: str) -> tuple[str, ...]:
    return tuple(item for item in paths if item != path)
