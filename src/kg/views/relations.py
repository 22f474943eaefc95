"""The relations that networks show: what people mean by them, and where the graph says them.

An edge leads from entity to entity. Where a claim stands between the two (an attestation, a participation, a
placement), the pattern binds it as ``?claim``, so that the edge can show its evidence; ``?detail`` is an
enumerated value that says more (the role of a participant, the relation of two documents).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Relation:
    """One relation.

    Attributes:
        name: stable short name, in URLs.
        vi, en: read from source to target.
        pattern: SPARQL that binds ``?source`` and ``?target``, and perhaps ``?claim`` and ``?detail``.
        usual: shown unless the reader chooses otherwise.
    """

    name: str
    vi: str
    en: str
    pattern: str
    usual: bool = True

    def label(self, language: str) -> str:
        """Name in a language, Vietnamese unless English is asked for."""
        return self.en if language == "en" else self.vi


def _direct(path: str, classes: str = "") -> str:
    return f"{classes} ?source {path} ?target ."


def _claim(claim_class: str, source: str, target: str, more: str = "") -> str:
    return f"?claim {source} ?source ; {target} ?target ; a {claim_class} . {more}"


def _directive(path: str, *, from_directive: bool) -> str:
    if from_directive:
        return f"?source {path} ?target ; a kg:Directive . BIND(?source AS ?claim)"
    return f"?target {path} ?source ; a kg:Directive . BIND(?target AS ?claim)"


TOGETHER: Final = "together"
"""Name of the relation of two people or bodies that took part in one event; its claims are both parts."""

_ROLE: Final = "OPTIONAL { ?claim cv:role ?detail }"
_EVENT: Final = "?source kg:placement ?claim ; a kg:Event ."
_SAID_BY_SOURCE: Final = "BIND(?source AS ?claim)"
_SAID_BY_TARGET: Final = "BIND(?target AS ?claim)"
_STATEMENT: Final = "?claim a kg:DocumentStatement ; kg:document ?target"
_TASK: Final = "?source kg:placement ?claim ; a kg:Directive ."

_ALL: Final[tuple[Relation, ...]] = (
    Relation("holds", "giữ chức", "holds", _claim("kg:Attestation", "kg:person", "kg:post")),
    Relation("post-in", "thuộc", "post in", _direct("org:postIn")),
    Relation("part-of", "trực thuộc", "part of", _direct("org:subOrganizationOf")),
    Relation("serves", "phụ trách địa bàn", "serves", _direct("kg:jurisdiction")),
    Relation(
        "took-part",
        "tham gia",
        "took part in",
        _claim("kg:Participation", "kg:agent", "kg:event", _ROLE),
    ),
    Relation(
        "took-place-in",
        "diễn ra tại",
        "took place in",
        f"?claim kg:unit|kg:site ?target . {_EVENT}",
    ),
    Relation(
        "part-of-event", "nằm trong", "part of event", f"{_direct('schema:superEvent')} {_SAID_BY_SOURCE}"
    ),
    Relation("delegation", "có đoàn", "had delegation", f"{_direct('kg:delegation')} {_SAID_BY_TARGET}"),
    Relation(
        "delegation-of", "là đoàn của", "delegation of", f"{_direct('kg:delegationOf')} {_SAID_BY_SOURCE}"
    ),
    Relation(
        "about",
        "bàn về",
        "was about",
        "?claim kg:about ?target ; a kg:TopicStatement . ?source kg:topicStatement ?claim .",
    ),
    Relation("ordered", "chỉ đạo", "ordered", _directive("kg:issuer", from_directive=False)),
    Relation("ordered-at", "nêu tại", "given at", _directive("kg:event", from_directive=True)),
    Relation("addressed-to", "giao cho", "addressed to", _directive("kg:addressee", from_directive=True)),
    Relation("owed-by", "do … thực hiện", "owed by", _directive("kg:owner", from_directive=True)),
    Relation("concerns-place", "liên quan địa bàn", "concerns", f"?claim kg:unit|kg:site ?target . {_TASK}"),
    Relation("concerns", "liên quan", "concerns", _directive("kg:concerns", from_directive=True)),
    Relation(
        "petitioned", "kiến nghị", "petitioned", "?target kg:petitioner ?source . BIND(?target AS ?claim)"
    ),
    Relation("answers", "trả lời", "answers", "?source kg:answers ?target . BIND(?source AS ?claim)"),
    Relation("issued", "ban hành", "issued", "?target eli:passed_by ?source ."),
    Relation(
        "document-relation",
        "liên hệ với văn bản",
        "related to document",
        _claim(
            "kg:DocumentRelation",
            "kg:document",
            "kg:otherDocument",
            "OPTIONAL { ?claim kg:documentRelation ?detail }",
        ),
    ),
    Relation(
        "launched",
        "đặt ra chương trình",
        "set up programme",
        _claim(
            "kg:DocumentRelation",
            "kg:document",
            "kg:programme",
            "OPTIONAL { ?claim kg:documentRelation ?detail }",
        ),
    ),
    Relation("founded-on", "dựa trên văn bản", "rests on document", _direct("kg:foundedOn")),
    Relation(
        "part-of-programme",
        "thuộc chương trình",
        "part of programme",
        _direct("skos:broader", "?source a kg:Programme ."),
    ),
    Relation(
        "signed",
        "ký",
        "signed",
        "?claim kg:signer ?source ; a kg:Signature . ?statement kg:signature ?claim ; kg:document ?target .",
    ),
    Relation(
        "under-document",
        "theo văn bản",
        "under document",
        _claim("kg:ProjectStatement", "kg:project", "kg:underDocument"),
    ),
    Relation(
        "listed-in",
        "thuộc nhóm dự án",
        "listed in",
        _claim("kg:ProjectStatement", "kg:listedMember", "kg:project"),
    ),
    Relation(
        "project-in",
        "thực hiện tại",
        "located in",
        "?claim kg:unit|kg:site ?target . ?statement kg:placement ?claim ; kg:project ?source .",
    ),
    Relation("site-in", "nằm ở", "lies in", _claim("kg:Placement", "kg:site", "kg:siteIn")),
    Relation(
        "within",
        "thuộc đơn vị",
        "lies within",
        "?version kg:versionOf ?source ; kg:within ?above . ?above kg:versionOf ?target .",
    ),
    Relation("became", "trở thành", "became", _direct("kg:became")),
    Relation(
        "published",
        "đăng tải",
        "published",
        "?target dct:publisher ?source . "
        "OPTIONAL { ?claim rdf:subject ?target ; rdf:predicate dct:publisher ; rdf:object ?source }",
    ),
    Relation(
        "is-document",
        "chính là văn bản",
        "is the document",
        f"{_direct('kg:isDocument')} OPTIONAL {{ GRAPH ?source {{ {_STATEMENT} }} }}",
    ),
    Relation(
        "mentioned-in",
        "được nhắc trong",
        "mentioned in",
        "?claim oa:hasBody ?source ; oa:hasTarget ?passage ; a kg:Mention . ?passage oa:hasSource ?target .",
        usual=False,
    ),
    Relation(
        TOGETHER,
        "cùng tham gia với",
        "took part together with",
        "?one kg:agent ?source ; kg:event ?event . ?other kg:event ?event ; kg:agent ?target . "
        "FILTER(STR(?source) < STR(?target)) "
        "?claim kg:event ?event ; kg:agent ?side . FILTER(?side = ?source || ?side = ?target)",
        usual=False,
    ),
)

RELATIONS: Final[Mapping[str, Relation]] = MappingProxyType({item.name: item for item in _ALL})
"""Every relation by its name, in the order of reading."""

USUAL: Final[tuple[str, ...]] = tuple(item.name for item in _ALL if item.usual)
"""Relations that are shown when the reader has not chosen."""
