"""What to offer where nothing is: the new address of a thing that moved, or things with a like name."""

from __future__ import annotations

import re
from typing import Final

from starlette.concurrency import run_in_threadpool

from kg.errors import UnknownError
from kg.vocab import DATA
from kg.web.pages.language import Tongue
from kg.web.pages.site import Site

_CANDIDATES: Final = 8
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")


async def unknown_thing(site: Site, path: str, language: str) -> UnknownError:
    """Return the error of a path that names nothing, with the nearest candidates."""
    words = _WORDS.findall(path.rpartition("/")[2])
    found: dict[str, str] = {}
    # The whole name first, then ever fewer of its words: a misspelt one must not hide the rest.
    for attempt in (words, words[:-1], words[1:], words[:1], words[-1:]):
        if attempt and len(found) < _CANDIDATES:
            page = await run_in_threadpool(
                site.index.search, " ".join(attempt), lang=language, limit=_CANDIDATES
            )
            found |= {hit.iri: hit.label for hit in page.hits if hit.iri not in found}
    message = Tongue(language).say("nothing is known of %s; look at the nearest names, or search")
    return UnknownError(message % path, tuple(found.items())[:_CANDIDATES])


def moved_to(site: Site, path: str) -> str | None:
    """Return the path to which a thing moved, following several moves; None when it did not."""
    target, seen = path, {path}
    while target in site.redirects or f"{DATA}{target}" in site.redirects:
        target = site.redirects.get(target) or site.redirects[f"{DATA}{target}"]
        target = target.removeprefix(DATA)
        if target in seen:
            return None
        seen.add(target)
    return target if target != path else None
