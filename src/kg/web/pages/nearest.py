"""Finds the thing that an address means, and what to offer where nothing is: a new address, or like names."""

from __future__ import annotations

import re
from typing import Final

from starlette.concurrency import run_in_threadpool

from kg.errors import UnknownError
from kg.store.resolve import resolve
from kg.views.names import read_names
from kg.vocab import DATA
from kg.web.pages.language import Tongue
from kg.web.pages.paths import iri_of
from kg.web.pages.site import Site

_CANDIDATES: Final = 8
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")


async def find_thing(site: Site, text: str, language: str) -> str:
    """Return the IRI of what a path, an IRI or a name means.

    Raises:
        UnknownError: nothing is called so; the nearest names are offered.
        AmbiguousError: several things are.
    """
    found = text.strip()
    path = found.removeprefix(DATA)
    if "/" in path and " " not in path:
        iri = iri_of(moved_to(site, path) or path)
        names = await read_names(site.store, [iri])
        if not names[iri].classes:
            raise await unknown_thing(site, path, language)
        return iri
    resolved = await run_in_threadpool(resolve, site.index, found, "iri", language)
    return resolved.iri


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
