"""Which questions make up the page of a thing of each kind: its story, each part with its own sources.

A part asks a question of ``queries/`` about the thing, so a page says what the question answers, no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rdflib import URIRef

from kg.vocab import KG


@dataclass(frozen=True)
class Part:
    """One part of a story.

    Attributes:
        question: name of the question.
        parameter: the parameter that the thing is given as.
        drawing: ``tenures`` or ``events`` where the rows are drawn along time, else empty.
    """

    question: str
    parameter: str
    drawing: str = ""


@dataclass(frozen=True)
class Story:
    """The story of a kind of thing.

    Attributes:
        parts: in their order.
        tells: classes of statements that the parts tell; the page folds the plain lists of them.
    """

    parts: tuple[Part, ...]
    tells: frozenset[URIRef] = frozenset()


STORIES: Final[Mapping[str, Story]] = MappingProxyType(
    {
        "person": Story(
            (
                Part("career", "person", "tenures"),
                Part("events", "person", "events"),
                Part("places-visited", "person"),
                Part("co-participants", "person"),
                Part("directives", "addressee"),
                Part("deadlines", "owner"),
            ),
            frozenset({KG.Tenure, KG.Attestation, KG.Participation, KG.Mention}),
        ),
        "organisation": Story(
            (
                Part("holders", "organisation", "tenures"),
                Part("directives", "addressee"),
                Part("deadlines", "owner"),
                Part("documents", "issuer"),
            ),
            frozenset({KG.Tenure, KG.Attestation, KG.OfficialDocument, KG.Mention}),
        ),
        "post": Story(
            (Part("holders", "post", "tenures"),), frozenset({KG.Tenure, KG.Attestation, KG.Mention})
        ),
        "unit": Story(
            (
                Part("events", "place", "events"),
                Part("directives", "place"),
                Part("indicators", "subject"),
                Part("petitions", "place"),
                Part("projects", "place"),
            ),
            frozenset({KG.Placement, KG.Petition, KG.Observation, KG.Mention}),
        ),
        "event": Story(
            (
                Part("attended", "event"),
                Part("places-visited", "event"),
                Part("event-findings", "event"),
                Part("directives", "event"),
                Part("petitions", "event"),
            ),
            frozenset(
                {
                    *(KG.Attestation, KG.Participation, KG.Placement, KG.Finding, KG.Directive),
                    *(KG.Petition, KG.Mention),
                }
            ),
        ),
        "document": Story(
            (
                Part("document-lineage", "document"),
                Part("signatures", "document"),
                Part("resolution-to-projects", "document"),
            ),
            frozenset({KG.DocumentStatement, KG.SignatureStep, KG.Mention}),
        ),
        "programme": Story(
            (Part("programmes", "programme"),), frozenset({KG.ProgrammeStatement, KG.Mention})
        ),
    }
)
"""Kind of thing (``kg.views.kinds``) → the parts of its page, in their order."""
