"""Chooses a representation by the Accept header (RFC 9110 §12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_WORD: Final = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_RANGE: Final = re.compile(rf"\s*({_WORD})/({_WORD})\s*((?:;[^;,]*)*)$")
_QUALITY: Final = re.compile(r";\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_ANY_QUALITY: Final = re.compile(r";\s*q\s*=", re.IGNORECASE)


@dataclass(frozen=True)
class MediaRange:
    """One element of an Accept header, in lower case; ``*`` stands for any.

    Attributes:
        main: the part before the slash.
        sub: the part after it.
        quality: 0 (not acceptable) to 1.
    """

    main: str
    sub: str
    quality: float = 1.0

    @property
    def specificity(self) -> int:
        """0 for ``*/*``, 1 for ``text/*``, 2 for ``text/html``."""
        return (self.main != "*") + (self.sub != "*")

    def matches(self, media_type: str) -> bool:
        """Tell whether a media type without parameters lies in the range."""
        main, _, sub = media_type.partition("/")
        return self.main in ("*", main) and self.sub in ("*", sub)


def read_accept(header: str) -> tuple[MediaRange, ...]:
    """Return the media ranges of an Accept header; elements that are no media range are left out.

    Parameters other than ``q`` are ignored: none of our formats has variants.

    >>> read_accept("text/html, */*;q=0.1")[1]
    MediaRange(main='*', sub='*', quality=0.1)
    """
    ranges = []
    for element in header.split(","):
        match = _RANGE.match(element)
        if match is None or (match[1] == "*" and match[2] != "*"):
            continue
        quality = _QUALITY.search(match[3])
        if quality is None and _ANY_QUALITY.search(match[3]):
            continue
        ranges.append(MediaRange(match[1].lower(), match[2].lower(), float(quality[1]) if quality else 1.0))
    return tuple(ranges)


def choose(header: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that the client likes best, or None when it likes none.

    The most specific range that matches an offer gives its quality; among equals the more specifically named
    offer wins, then the earlier one.

    Args:
        header: the Accept header; None and the empty string accept everything.
        offers: media types in lower case without parameters, the server's favourite first; not empty.

    >>> choose("text/*;q=0.5, text/csv", ["text/html", "text/csv"])
    'text/csv'
    """
    if not header or not header.strip():
        return offers[0]
    ranges = read_accept(header)
    best: str | None = None
    best_rank = (0.0, -1)
    for offer in offers:
        fitting = [item for item in ranges if item.matches(offer)]
        if not fitting:
            continue
        decisive = max(fitting, key=lambda item: (item.specificity, item.quality))
        rank = (decisive.quality, decisive.specificity)
        if decisive.quality > 0 and rank > best_rank:
            best, best_rank = offer, rank
    return best
