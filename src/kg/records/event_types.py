"""Field tables of events: delegations, participants, topics, stated counts."""

from __future__ import annotations

from rdflib.namespace import RDFS, SDO

from kg.records.fields import RecordType, boolean, choice, enum, integer, label, part, ref, slug, text
from kg.records.parts import (
    AGENT,
    AGENT_KEYS,
    AGENT_REFS,
    AT,
    AT_REQUIRED,
    CLAIM,
    DATE,
    PERIOD_USE,
    PHRASE,
    PLACE,
    SAID,
)
from kg.vocab import CV, KG
from kg.vocab.kinds import EVENT_CLASSES

ORDER = RecordType(
    "order", (ref("event", "1", None, "event", "sự kiện", "event"), AT, *CLAIM), shorthand="event"
)
DELEGATION = RecordType(
    "delegation",
    (
        slug("id", "1", None, "mã", "id"),
        part("of", "?", None, AGENT, "của", "of"),
        integer("ordinal", "?", KG.ordinal, "số thứ tự", "ordinal"),
        part("said", "*", None, SAID, "cách gọi", "said"),
        AT,
        *CLAIM,
    ),
    vi="đoàn",
    en="delegation",
)
PARTICIPANT = RecordType(
    "participant",
    (
        *AGENT_REFS,
        enum("role", "+", CV.role, "participationRole", "vai trò", "role"),
        label("represented-by", "?", KG.representedBy, "đại diện", "represented by"),
        ref("as", "*", KG.asPost, "post", "với chức vụ", "as"),
        *CLAIM,
        AT,
    ),
    one_of=(AGENT_KEYS,),
    vi="thành phần",
    en="participant",
)
TOPIC_USE = RecordType(
    "topic-use",
    (
        ref("topic", "?", KG.about, "topic", "chủ đề", "topic"),
        ref("document", "?", KG.about, "document", "văn bản", "document"),
        ref("programme", "?", KG.about, "programme", "chương trình", "programme"),
        ref("project", "?", KG.about, "project", "dự án", "project"),
        label("unspecified", "?", KG.unspecifiedTopic, "không nêu rõ", "unspecified"),
        part("period", "?", None, PERIOD_USE, "kỳ", "period"),
        *CLAIM,
        AT_REQUIRED,
    ),
    one_of=(("topic", "document", "programme", "project", "unspecified"),),
    vi="nội dung",
    en="topic",
)
COUNT = RecordType(
    "count",
    (
        label("of", "1", KG.countOf, "đếm", "count of"),
        integer("value", "1", KG.value, "giá trị", "value"),
        boolean("complete", "?", KG.complete, "đủ", "complete", "not-stated"),
        text("members", "*", None, "thành phần", "members"),
        *PHRASE.fields,
        *CLAIM,
    ),
    vi="con số nêu",
    en="stated count",
)
EVENT = RecordType(
    "event",
    (
        slug("id", "1", None, "mã", "id"),
        choice("kind", "1", tuple(EVENT_CLASSES), "loại", "kind"),
        label("title", "1", RDFS.label, "tên", "title"),
        enum("happened", "1", KG.happened, "happened", "diễn ra", "happened"),
        part("date", "1", None, DATE, "ngày", "date"),
        ref("part-of", "?", SDO.superEvent, "event", "thuộc sự kiện", "part of"),
        part("before", "?", KG.before, ORDER, "trước", "before"),
        part("after", "?", KG.after, ORDER, "sau", "after"),
        ref("same-as", "?", KG.sameEvent, "event", "cùng sự kiện", "same as"),
        part("host", "?", None, AGENT, "chủ nhà", "host"),
        part("organiser", "?", None, AGENT, "đơn vị tổ chức", "organiser"),
        part("delegation", "?", None, DELEGATION, "đoàn", "delegation"),
        ref("delegation-of", "?", KG.sameDelegationAs, "event", "đoàn của sự kiện", "delegation of"),
        part("place", "*", None, PLACE, "nơi", "place"),
        part("participants", "*", None, PARTICIPANT, "thành phần", "participants"),
        part("topics", "*", None, TOPIC_USE, "nội dung", "topics"),
        part("counts", "*", None, COUNT, "con số nêu", "counts"),
        part("elects", "*", KG.elects, AGENT, "bầu", "elects"),
        AT_REQUIRED,
        *CLAIM,
    ),
    vi="sự kiện",
    en="event",
)
