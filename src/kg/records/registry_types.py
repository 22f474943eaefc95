"""Field tables of the registries: identity and labels of shared entities (records format, section 3)."""

from __future__ import annotations

from rdflib.namespace import FOAF, ORG, RDFS, SKOS

from kg.records.fields import (
    Field,
    Kind,
    RecordType,
    boolean,
    choice,
    day,
    enum,
    integer,
    label,
    part,
    ref,
    slug,
    text,
)
from kg.records.parts import BECAUSE, BOUND
from kg.vocab import ELI, KG
from kg.vocab.kinds import ORGANISATION_CLASSES

_ID = slug("id", "1", None, "mã", "id")
_LABEL = label("label", "1", RDFS.label, "nhãn", "label")
_VARIANTS = text("variants", "*", SKOS.altLabel, "cách gọi khác", "variants")

PERSON = RecordType(
    "person",
    (
        _ID,
        text("name", "1", FOAF.name, "họ tên", "name"),
        _VARIANTS,
        ref("distinct-from", "*", KG.distinctFrom, "person", "khác với", "distinct from"),
    ),
    vi="cán bộ",
    en="official",
)
ORGANISATION = RecordType(
    "organisation",
    (
        _ID,
        choice("kind", "1", tuple(ORGANISATION_CLASSES), "loại", "kind"),
        ref("jurisdiction", "?", KG.jurisdiction, "unit", "địa bàn", "jurisdiction"),
        ref("part-of", "?", ORG.subOrganizationOf, "org", "thuộc", "part of"),
        boolean("former", "?", KG.former, "đã thôi hoạt động", "former"),
        _VARIANTS,
        _LABEL,
    ),
    vi="tổ chức",
    en="organisation",
)
POST = RecordType(
    "post",
    (
        _ID,
        ref("org", "1", ORG.postIn, "org", "thuộc tổ chức", "in"),
        ref("role", "1", ORG.role, "role", "vai trò", "role"),
        enum("branch", "1", KG.branch, "branch", "nhánh", "branch"),
        boolean("singular", "1", KG.singular, "chỉ một người giữ", "singular"),
        ref("narrower-than", "?", KG.narrowerPostOf, "post", "hẹp hơn", "narrower than"),
        ref("implies", "*", KG.impliesPost, "post", "kéo theo", "implies"),
        boolean("term-bound", "?", KG.termBound, "theo khóa", "term bound"),
        BECAUSE,
        _LABEL,
    ),
    vi="chức vụ",
    en="post",
)
TERM = RecordType(
    "term",
    (
        _ID,
        integer("ordinal", "?", KG.ordinal, "khóa thứ", "ordinal"),
        ref("of", "1", KG.termOf, "org", "của", "of"),
        part("from", "?", None, BOUND, "từ", "from"),
        part("until", "?", None, BOUND, "đến (không gồm)", "until (exclusive)"),
        _LABEL,
    ),
    vi="khóa",
    en="term",
)
PROGRAMME = RecordType(
    "programme",
    (
        _ID,
        enum("kind", "1", KG.programmeKind, "programmeKind", "loại", "kind"),
        ref("parent", "?", SKOS.broader, "programme", "thuộc", "parent"),
        text("abbreviation", "?", KG.abbreviation, "viết tắt", "abbreviation"),
        _VARIANTS,
        ref("same-as", "?", SKOS.exactMatch, "programme", "cùng với", "same as"),
        ref("place", "?", KG.ofUnit, "unit", "của đơn vị", "place"),
        ref("document", "?", KG.foundedOn, "document", "theo văn bản", "document"),
        _LABEL,
    ),
    vi="chương trình",
    en="programme",
)
DOCUMENT = RecordType(
    "document",
    (
        _ID,
        enum("type", "1", ELI.type_document, "documentType", "loại", "type"),
        ref("issuer", "?", ELI.passed_by, "org", "cơ quan ban hành", "issuer"),
        text("number", "?", ELI.number, "số", "number"),
        enum("number-status", "1", KG.numberStatus, "numberStatus", "tình trạng số", "number status"),
        day("date", "?", ELI.date_document, "ngày", "date"),
        ref("place", "?", KG.ofUnit, "unit", "của đơn vị", "place"),
        _VARIANTS,
        _LABEL,
    ),
    vi="văn bản",
    en="document",
)
INDICATOR = RecordType(
    "indicator",
    (_ID, ref("in", "1", KG.measureUnit, "measure-unit", "đơn vị đo", "in"), _VARIANTS, _LABEL),
    vi="chỉ tiêu",
    en="indicator",
)
ROLE = RecordType("role", (_ID, _LABEL), vi="vai trò", en="role")
TOPIC = RecordType(
    "topic",
    (_ID, ref("broader", "?", SKOS.broader, "topic", "rộng hơn", "broader"), _VARIANTS, _LABEL),
    vi="chủ đề",
    en="topic",
)
SITE = RecordType(
    "site",
    (
        _ID,
        enum("kind", "1", KG.siteKind, "siteKind", "loại", "kind"),
        ref("org", "?", KG.siteOf, "org", "của tổ chức", "of organisation"),
        _VARIANTS,
        _LABEL,
    ),
    vi="địa điểm",
    en="site",
)
PROJECT = RecordType(
    "project",
    (_ID, boolean("set", "?", None, "là tập hợp", "is a set"), _VARIANTS, _LABEL),
    vi="dự án",
    en="project",
)
FUNDING = RecordType("funding", (_ID, _LABEL), vi="nguồn vốn", en="funding source")
MEASURE_UNIT = RecordType(
    "measure-unit",
    (
        Field("id", Kind.SLUG, "1", None, "mã", "id", also=("VND",)),
        _LABEL,
        text("qudt", "?", SKOS.exactMatch, "đơn vị QUDT", "QUDT unit"),
    ),
    vi="đơn vị đo",
    en="unit of measure",
)

REGISTRIES: dict[str, RecordType] = {
    "people": PERSON,
    "organisations": ORGANISATION,
    "posts": POST,
    "terms": TERM,
    "programmes": PROGRAMME,
    "documents": DOCUMENT,
    "indicators": INDICATOR,
    "roles": ROLE,
    "topics": TOPIC,
    "sites": SITE,
    "projects": PROJECT,
    "funding": FUNDING,
    "measure-units": MEASURE_UNIT,
}
"""File name (and its one top-level key) → type of its items."""

KIND_OF_REGISTRY: dict[str, str] = {
    "people": "person",
    "organisations": "org",
    "posts": "post",
    "terms": "term",
    "programmes": "programme",
    "documents": "document",
    "indicators": "indicator",
    "roles": "role",
    "topics": "topic",
    "sites": "site",
    "projects": "project",
    "funding": "funding",
    "measure-units": "measure-unit",
}
"""Registry → the kind that references name (`Field.target`) and the first part of its IRIs."""
