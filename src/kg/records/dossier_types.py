"""The sections of a dossier, in the order in which they stand (records format, section 2)."""

from __future__ import annotations

from kg.records.claim_types import DIRECTIVE_GROUP, FIGURE, FINDING
from kg.records.document_types import DOCUMENT_USE
from kg.records.event_types import EVENT
from kg.records.fields import RecordType, enum, part, text
from kg.records.parts import AT_REQUIRED, PERIOD, SAID
from kg.records.project_types import PETITION, PROGRAMME_USE, PROJECT_USE, RESPONSE
from kg.records.source_types import GROUP, ORG_USE, PERSON_USE, PLACE_USE, POST_USE, SOURCE

MENTION = RecordType("mention", SAID.fields, vi="lỗi, viết tắt", en="mention")
NO_CLAIM = RecordType(
    "no-claim",
    (
        enum("reason", "1", None, "noClaimReason", "lý do", "reason"),
        text("note", "?", None, "ghi chú", "note"),
        AT_REQUIRED,
    ),
    vi="câu không có dữ kiện",
    en="no claim",
)

DOSSIER = RecordType(
    "dossier",
    (
        part("source", "1", None, SOURCE, "nguồn", "source"),
        part("people", "*", None, PERSON_USE, "người", "people"),
        part("posts", "*", None, POST_USE, "chức vụ", "posts"),
        part("organisations", "*", None, ORG_USE, "tổ chức", "organisations"),
        part("groups", "*", None, GROUP, "nhóm", "groups"),
        part("places", "*", None, PLACE_USE, "nơi", "places"),
        part("periods", "*", None, PERIOD, "kỳ", "periods"),
        part("events", "*", None, EVENT, "sự kiện", "events"),
        part("findings", "*", None, FINDING, "nhận định", "findings"),
        part("figures", "*", None, FIGURE, "số liệu", "figures"),
        part("directives", "*", None, DIRECTIVE_GROUP, "chỉ đạo", "directives"),
        part("documents", "*", None, DOCUMENT_USE, "văn bản", "documents"),
        part("programmes", "*", None, PROGRAMME_USE, "chương trình", "programmes"),
        part("projects", "*", None, PROJECT_USE, "dự án", "projects"),
        part("petitions", "*", None, PETITION, "kiến nghị", "petitions"),
        part("responses", "*", None, RESPONSE, "trả lời", "responses"),
        part("mentions", "*", None, MENTION, "lỗi, viết tắt", "mentions"),
        part("no-claim", "*", None, NO_CLAIM, "câu không có dữ kiện", "no claim"),
    ),
    vi="hồ sơ nguồn",
    en="dossier",
)
