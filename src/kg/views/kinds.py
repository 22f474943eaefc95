"""Kinds of things as people meet them: from RDF classes to a name in two languages, a shape and a colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rdflib import OWL, RDF, SKOS, URIRef

from kg.vocab import KG


@dataclass(frozen=True)
class Kind:
    """One kind of thing.

    Attributes:
        name: stable short name, in CSS classes and URLs.
        vi, en: what people call it.
        shape: of its nodes: dot, diamond, square, triangle, triangleDown, hexagon or star.
        colour: of its nodes on white, at least 4.5 : 1.
        classes: RDF classes that make a thing of this kind.
    """

    name: str
    vi: str
    en: str
    shape: str
    colour: str
    classes: tuple[URIRef, ...]

    def label(self, language: str) -> str:
        """Name in a language, Vietnamese unless English is asked for."""
        return self.en if language == "en" else self.vi


_TABLE: Final[tuple[Kind, ...]] = (
    Kind("person", "cán bộ", "official", "dot", "#1b5fa8", (KG.Official,)),
    Kind("delegation", "đoàn công tác", "delegation", "square", "#6a6f13", (KG.Delegation,)),
    Kind("organisation", "cơ quan, tổ chức", "organisation", "square", "#2a6b3c", (KG.Organisation,)),
    Kind("group", "nhóm", "group", "dot", "#566a85", (KG.Group,)),
    Kind("post", "chức vụ", "post", "diamond", "#8a5300", (KG.Post,)),
    Kind("unit", "đơn vị hành chính", "administrative unit", "hexagon", "#a4352a", (KG.AdministrativeUnit,)),
    Kind("version", "phiên bản đơn vị", "unit version", "hexagon", "#8c5b55", (KG.UnitVersion,)),
    Kind("site", "địa điểm", "site", "triangleDown", "#a8511a", (KG.Site,)),
    Kind("event", "sự kiện", "event", "triangle", "#7a3aa6", (KG.Event,)),
    Kind("document", "văn bản", "document", "star", "#00696f", (KG.OfficialDocument, KG.LegalDocument)),
    Kind("directive", "nhiệm vụ, chỉ đạo", "directive", "triangleDown", "#a81f66", (KG.Directive,)),
    Kind("programme", "chương trình", "programme", "diamond", "#00695c", (KG.Programme,)),
    Kind("project", "dự án", "project", "star", "#6d4c1b", (KG.Project, KG.ProjectSet)),
    Kind("petition", "kiến nghị", "petition", "triangle", "#9a4a00", (KG.Petition,)),
    Kind("response", "trả lời", "response", "triangle", "#6a6f13", (KG.Response,)),
    Kind("finding", "nhận định", "finding", "dot", "#6b6257", (KG.Finding,)),
    Kind("figure", "số liệu", "figure", "dot", "#3c6e71", (KG.Observation,)),
    Kind("tenure", "nhiệm kỳ giữ chức", "tenure", "diamond", "#6b6257", (KG.Tenure,)),
    Kind("source", "nguồn", "source", "square", "#4a4a4a", (KG.SourceDocument,)),
    Kind("topic", "chủ đề", "topic", "hexagon", "#3f51a3", (KG.Topic,)),
    Kind("role", "vai trò chức vụ", "role", "hexagon", "#8a5300", (KG.Role,)),
    Kind("funding", "nguồn vốn", "funding source", "hexagon", "#6d4c1b", (KG.FundingSource,)),
    Kind("indicator", "chỉ tiêu", "indicator", "hexagon", "#3c6e71", (KG.Indicator,)),
    Kind("change", "thay đổi địa giới", "unit change", "hexagon", "#6b6257", (KG.UnitChange,)),
    Kind("period", "thời kỳ", "period", "dot", "#6b6257", (KG.Period,)),
    Kind("mention", "lần nhắc đến", "mention", "dot", "#6b6257", (KG.Mention,)),
    Kind("passage", "đoạn văn", "passage", "dot", "#6b6257", (KG.Passage,)),
    Kind(
        "term",
        "thuật ngữ",
        "term",
        "dot",
        "#6b6257",
        (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property, SKOS.ConceptScheme),
    ),
    Kind("concept", "khái niệm", "concept", "hexagon", "#3f51a3", (SKOS.Concept,)),
)
OTHER: Final = Kind("other", "mục khác", "other item", "dot", "#6b6257", ())
"""What fits no other kind: claims in between, and things outside the graph."""

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({kind.name: kind for kind in (*_TABLE, OTHER)})
"""Every kind by its name; the first that fits decides."""


def kind_of(classes: Iterable[str]) -> Kind:
    """Return the kind of a thing of some classes.

    >>> kind_of([str(KG.Inspection), str(KG.Event)]).name
    'event'
    """
    known = set(classes)
    return next((kind for kind in _TABLE if known & {str(item) for item in kind.classes}), OTHER)
