"""Say how much of a source its dossier accounts for: sentences with a claim, by kind of claim.

A sentence has a claim where a passage of the claim touches it. Mentions alone (names of people, bodies,
places, documents, projects and periods, descriptions of groups, faults of the text) are no claim. A form as
written is one where the claim itself rests on it: a title attests a post; a post without holder and the role
of a programme have no other passage; title and author are what the source says of itself. A sentence without
a claim is accounted for where ``no-claim`` gives the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records.dataset import Dossier
from kg.records.model import Record, Span
from kg.text.sentences import sentence_spans

_CLAIMED_BY_FORM = ("source", "posts", "programmes")
"""Sections whose claims rest on forms as written."""
_NAMING = ("said", "publisher", "group", "mention")
"""Types of records that name or describe, and claim nothing."""


@dataclass(frozen=True)
class Coverage:
    """What a dossier says of the sentences of its text.

    Attributes:
        source: id of the source. sentences: their number.
        claimed: sentences with a claim. excused: those without, but with a ``no-claim``.
        by_kind: section (``events``; ``titles`` for posts of people) → sentences with a claim of it.
        open: passages of the sentences that nothing accounts for.
    """

    source: str
    sentences: int
    claimed: int
    excused: int
    by_kind: dict[str, int]
    open: tuple[Span, ...]

    @property
    def share(self) -> float:
        """Share of the sentences that have a claim, 0 to 1; 1 for a text without any."""
        return self.claimed / self.sentences if self.sentences else 1.0


def cover(dossier: Dossier, text: str) -> Coverage:
    """Compare the sentences of a text with the passages of its dossier."""
    passages = sorted(_passages(dossier))
    kinds: Counter[str] = Counter()
    claimed = excused = 0
    left: list[Span] = []
    sentences = [Span(*span) for span in sentence_spans(text)]
    for sentence in sentences:
        touching = {
            kind for span, kind in passages if span.start < sentence.end and sentence.start < span.end
        }
        claims = touching - {"no-claim"}
        kinds.update(claims)
        if claims:
            claimed += 1
        elif touching:
            excused += 1
        else:
            left.append(sentence)
    by_kind = dict(sorted(kinds.items()))
    return Coverage(dossier.id, len(sentences), claimed, excused, by_kind, tuple(left))


def _passages(dossier: Dossier) -> Iterator[tuple[Span, str]]:
    """Yield the passages of all claims with the kind of the claim."""
    for section in dossier.record.type.fields:
        for item in dossier.record.parts(section.key):
            for record in item.walk():
                kind = _kind(section.key, record)
                for span in record.spans("at") if kind else ():
                    yield span, kind


def _kind(section: str, record: Record) -> str:
    """Name the kind of claim that a record makes; empty for a mention."""
    if section == "people" and ".titles[" in record.path:
        return "titles"
    mentions = record.type.name in _NAMING and section not in _CLAIMED_BY_FORM
    return "" if mentions else section
