"""The pages of the validation: findings by shape or by record, what each rule asks, and the line to mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.errors import Severity, UnknownError
from kg.rdf import iri as iris
from kg.views.findings import Filter, Findings, ListedFinding
from kg.views.names import read_names
from kg.web.pages.errors import PageRoute
from kg.web.pages.findings import Listing, iris_of, kind_in_words, listing, severity_in_words, thing_iri
from kg.web.pages.language import Tongue
from kg.web.pages.paths import Language
from kg.web.pages.shapes import Shape, shapes_of
from kg.web.pages.site import Site, presenter_for, render, site_of

router = APIRouter(route_class=PageRoute)

IN_GROUP: Final = 10
"""Findings that a group lists before it offers all."""
ON_PAGE: Final = 100
"""Findings of one page of a single group."""
_PLACEHOLDER: Final = re.compile(r"\{[?$]\w+\}")
"""Where a message takes a name or a value (SHACL §5.3.2)."""
_NO_FINDINGS: Final = Findings((), (), {})
_FAMILIES: Final = {
    **dict.fromkeys(("syntax", "schema", "duplicate", "unreadable"), "form"),
    **dict.fromkeys(("span", "source-file", "R9", "passage-sentence", "length", "own-words"), "words"),
}


class By(StrEnum):
    """What findings are grouped by."""

    SHAPE = "shape"
    SOURCE = "source"


@dataclass(frozen=True)
class View:
    """What the address asks for; the whole state of the page."""

    by: By
    wanted: Filter
    page: int

    @property
    def single(self) -> bool:
        """Whether one group, or one thing, is looked at; then it is shown page by page."""
        return bool(self.wanted.rule or self.wanted.file or self.wanted.thing)

    def query(self, *, page: int = 1) -> str:
        """Spell the view as the query of an address; defaults are left out."""
        wanted = self.wanted
        pairs = [("by", self.by.value)] if self.by is not By.SHAPE else []
        pairs += [("severity", item) for item in wanted.severities] + [
            ("kind", item) for item in wanted.kinds
        ]
        single = (("rule", wanted.rule), ("file", wanted.file), ("thing", wanted.thing))
        pairs += [(name, value) for name, value in single if value]
        pairs += [("page", str(page))] if page > 1 else []
        return urlencode(pairs)

    def href(self, *, by: By | None = None, **changes: object) -> str:
        """Return the address of the same view with other parts, from its first page."""
        changed = replace(self, by=by or self.by, wanted=replace(self.wanted, **changes))  # type: ignore[arg-type] # names of a filter's parts
        query = changed.query()
        return f"?{query}" if query else "?"


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one rule or one record.

    Attributes:
        key: the rule, or the file.
        title: of the rule, as plain text; empty for a record.
        href: address of the page about the rule; empty for none.
        source: IRI of the source whose record it is; empty for others.
        family: of a rule of the record format: ``form``, ``words`` or ``fields``; else empty.
        listing: the findings shown.
    """

    key: str
    title: str
    href: str
    source: str
    family: str
    listing: Listing


@router.get("/{language}/validation", include_in_schema=False)
async def validation(
    request: Request,
    language: Language,
    by: By = By.SHAPE,
    severity: Annotated[list[Severity] | None, Query()] = None,
    kind: Annotated[list[str] | None, Query()] = None,
    rule: Annotated[str, Query(max_length=200)] = "",
    file: Annotated[str, Query(max_length=300)] = "",
    thing: Annotated[str, Query(max_length=500)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """List the findings of the validation that made the snapshot, by shape or by record."""
    site = await site_of(request)
    findings = site.findings or _NO_FINDINGS
    wanted = Filter(
        tuple(item.value for item in severity or ()), tuple(kind or ()), rule, file, thing_iri(thing)
    )
    view = View(by, wanted, page)
    chosen = wanted.choose(findings)
    shown = chosen[(page - 1) * ON_PAGE : page * ON_PAGE] if view.single else chosen
    groups = _group(site, language, view, shown, await _shapes_by_name(request, site))
    rows = [row for group in groups for row in group.listing.rows]
    named = iris_of(rows) | {group.source for group in groups if group.source}
    # What an address calls a thing need be no IRI at all.
    named |= {wanted.thing} & findings.by_thing.keys()
    presenter = presenter_for(language, await read_names(site.store, named))
    tongue = Tongue(language)
    return render(
        request, "validation.html", presenter, site,
        view=view, wanted=wanted, groups=groups, total=len(chosen), everything=len(findings.all),
        severities=_facet(replace(wanted, severities=()), findings, "severity"),
        kinds_found=_facet(replace(wanted, kinds=()), findings, "kind"),
        say_severity=lambda item: severity_in_words(item, tongue),
        say_kind=lambda item: kind_in_words(item, tongue),
        pages=-(-len(chosen) // ON_PAGE) if view.single else 1,
        By=By,
    )  # fmt: skip


def _facet(wanted: Filter, findings: Findings, part: str) -> Mapping[str, int]:
    counts = Counter(str(getattr(item, part)) for item in wanted.choose(findings))
    return {key: counts[key] for key in sorted(counts, key=lambda key: (-counts[key], key)) if key}


def _group(
    site: Site, language: str, view: View, findings: Sequence[ListedFinding], shapes: Mapping[str, Shape]
) -> list[FindingGroup]:
    found: dict[str, list[ListedFinding]] = {}
    for item in findings:
        found.setdefault(item.rule if view.by is By.SHAPE else item.file, []).append(item)
    groups = []
    for key, items in found.items():
        shape = shapes.get(key) if view.by is By.SHAPE else None
        shown = listing(site, language, items, ON_PAGE if view.single else IN_GROUP)
        groups.append(
            FindingGroup(
                key,
                shape.titles.get(language, "") if shape is not None else "",
                shown.rows[0].rule_href if shape is not None else "",
                _source_of(key) if view.by is By.SOURCE else "",
                _FAMILIES.get(key, "fields") if view.by is By.SHAPE and not items[0].shape else "",
                shown,
            )
        )
    return groups


def _source_of(file: str) -> str:
    """Return the IRI of the source that a dossier describes; empty for other records."""
    path = Path(file)
    return iris.source(path.stem) if path.parent.name == "sources" and path.suffix == ".yaml" else ""


async def _shapes_by_name(request: Request, site: Site) -> Mapping[str, Shape]:
    """Return the shapes by local name; none where the service has no folder of shapes."""
    return (await shapes_of(request, site)).by_name if site.config.shapes is not None else {}


@router.get("/{language}/shapes/{name}", include_in_schema=False)
async def shape_page(request: Request, language: Language, name: str) -> Response:
    """Say what a shape asks and what its findings say, and list those of this snapshot."""
    site = await site_of(request)
    shapes = await _shapes_by_name(request, site)
    shape = shapes.get(name)
    tongue = Tongue(language)
    if shape is None:
        raise UnknownError(tongue.say("there is no shape %s; look at the findings, or at /shapes") % name)
    found = Filter(rule=name).choose(site.findings or _NO_FINDINGS)
    shown = listing(site, language, found)
    names = await read_names(site.store, iris_of(shown.rows) | set(shape.about))
    return render(
        request,
        "shape.html",
        presenter_for(language, names),
        site,
        shape=shape,
        messages=[_PLACEHOLDER.sub("…", text) for text in shape.messages[language]],
        around=next((other.name for other in shapes.values() if shape in other.parts), ""),
        findings=shown,
        severity=severity_in_words(shape.severity.lower(), tongue),
    )
