"""Field tables of the small parts: said, date, period, deadline, place, agent (records format, section 1)."""

from __future__ import annotations

from rdflib.namespace import PROV

from kg.records.fields import (
    Field,
    RecordType,
    boolean,
    day,
    enum,
    integer,
    label,
    part,
    ref,
    slug,
    spans,
    text,
)
from kg.vocab import KG

AT = spans("at", "?", PROV.wasQuotedFrom, "vị trí", "position")
AT_REQUIRED = spans("at", "1", PROV.wasQuotedFrom, "vị trí", "position")
STATED = text("stated", "?", KG.asWritten, "nguyên văn", "as written")

EVIDENCE = spans("evidence", "?", KG.evidence, "bằng chứng", "evidence")
BECAUSE = label("because", "?", KG.because, "vì", "because")
STATUS = enum("status", "?", KG.claimStatus, "claimStatus", "tình trạng", "status")
CERTAINTY = enum("certainty", "?", KG.claimStatus, "claimStatus", "mức chắc chắn", "certainty")
CLAIM: tuple[Field, ...] = (STATUS, EVIDENCE, BECAUSE)
"""Keys of every claim whose ``status`` means the status of the claim (rule R3)."""
CLAIM_CERTAINTY: tuple[Field, ...] = (CERTAINTY, EVIDENCE, BECAUSE)
"""The same where ``status`` already means something else."""
NOT_STATED = boolean("not-stated", "?", None, "không nêu", "not stated")

SAID = RecordType(
    "said",
    (
        text("stated", "1", KG.surface, "nguyên văn", "as written"),
        AT_REQUIRED,
        enum("strength", "?", KG.strength, "strength", "độ khớp", "strength"),
        text("normalised", "?", KG.normalised, "dạng chuẩn", "normalised form"),
        enum("correction", "?", KG.correction, "correction", "loại sửa", "kind of correction"),
        spans("part-of", "?", KG.inQuotation, "thuộc cụm", "part of"),
        *CLAIM,
    ),
    vi="cách gọi trong văn bản",
    en="said",
)

PHRASE = RecordType(
    "phrase",
    (
        text("stated", "1", KG.asWritten, "nguyên văn", "as written"),
        AT_REQUIRED,
        text("normalised", "?", KG.normalised, "dạng chuẩn", "normalised form"),
        enum("correction", "?", KG.correction, "correction", "loại sửa", "kind of correction"),
    ),
    vi="cụm từ",
    en="phrase",
)

BOUND = RecordType(
    "bound",
    (
        day("on", "?", None, "ngày", "day"),
        day("earliest", "?", None, "sớm nhất", "earliest"),
        day("latest", "?", None, "muộn nhất", "latest"),
        *CLAIM,
        AT,
    ),
    shorthand="on",
    vi="mốc",
    en="bound",
)

YEAR = RecordType(
    "year",
    (
        integer("value", "1", None, "năm", "year"),
        STATUS,
        spans("evidence", "1", KG.evidence, "bằng chứng", "evidence"),
        label("because", "1", KG.because, "vì", "because"),
    ),
    vi="năm suy ra",
    en="inferred year",
)

DATE = RecordType(
    "date",
    (
        day("on", "?", None, "ngày", "day"),
        part("earliest", "?", None, BOUND, "sớm nhất", "earliest"),
        part("latest", "?", None, BOUND, "muộn nhất", "latest"),
        enum("status", "?", KG.dateStatus, "dateStatus", "tình trạng ngày", "date status"),
        text("stated", "?", KG.statedWords, "lời văn", "words"),
        AT,
        text("time", "?", None, "giờ", "time"),
        part("year", "?", None, YEAR, "năm", "year"),
        CERTAINTY,
        EVIDENCE,
        BECAUSE,
    ),
    shorthand="on",
    vi="ngày",
    en="date",
)

_PERIOD_BOUNDS = (
    part("from", "?", None, BOUND, "từ", "from"),
    part("until", "?", None, BOUND, "đến (không gồm)", "until (exclusive)"),
)

PERIOD = RecordType(
    "period",
    (
        slug("id", "1", None, "mã", "id"),
        *_PERIOD_BOUNDS,
        part("said", "*", None, SAID, "cách gọi", "said"),
        part("year", "?", None, YEAR, "năm", "year"),
        *CLAIM,
    ),
    vi="kỳ",
    en="period",
)

PERIOD_USE = RecordType(
    "period-use",
    (
        ref("period", "?", KG.period, "period", "kỳ", "period"),
        *_PERIOD_BOUNDS,
        text("stated", "?", KG.statedWords, "lời văn", "words"),
        AT,
        part("year", "?", None, YEAR, "năm", "year"),
        *CLAIM,
        NOT_STATED,
    ),
    shorthand="period",
    vi="kỳ",
    en="period",
)

DUE = RecordType(
    "due",
    (
        day("before", "?", KG.dueBefore, "trước ngày (không gồm)", "before (exclusive)"),
        text("stated", "1", KG.dueText, "lời văn", "words"),
        AT_REQUIRED,
        *CLAIM,
        part("year", "?", None, YEAR, "năm", "year"),
    ),
    vi="thời hạn",
    en="deadline",
)

PLACE = RecordType(
    "place",
    (
        ref("unit", "?", KG.unit, "unit", "đơn vị hành chính", "administrative unit"),
        ref("site", "?", KG.site, "site", "địa điểm", "site"),
        ref("version", "?", KG.unitVersion, "version", "phiên bản đơn vị", "unit version"),
        boolean("visited", "?", KG.visited, "đã đến", "visited", "not-stated"),
        enum("relation", "?", KG.spatialRelation, "spatialRelation", "quan hệ", "relation"),
        label("purpose", "?", KG.purpose, "mục đích", "purpose"),
        *CLAIM,
        AT,
        NOT_STATED,
    ),
    one_of=(("unit", "site", "not-stated"),),
    vi="nơi",
    en="place",
)

AGENT_KEYS = ("person", "org", "group", "unit", "delegation")
AGENT_REFS: tuple[Field, ...] = (
    ref("person", "?", KG.agent, "person", "người", "person"),
    ref("org", "?", KG.agent, "org", "tổ chức", "organisation"),
    ref("group", "?", KG.agent, "group", "nhóm", "group"),
    ref("unit", "?", KG.agent, "unit", "đơn vị hành chính", "administrative unit"),
    ref("delegation", "?", KG.agent, "delegation", "đoàn", "delegation"),
)
AGENT = RecordType("agent", (*AGENT_REFS, *CLAIM, AT), one_of=(AGENT_KEYS,), vi="tác nhân", en="agent")
