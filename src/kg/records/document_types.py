"""Field tables of what a source says of documents: relations, views, signatures."""

from __future__ import annotations

from kg.records.fields import RecordType, enum, part, ref
from kg.records.parts import AGENT, AT, AT_REQUIRED, CLAIM, CLAIM_CERTAINTY, DATE, PHRASE, SAID
from kg.vocab import KG

RELATION = RecordType(
    "relation",
    (
        enum("relation", "1", KG.documentRelation, "documentRelation", "quan hệ", "relation"),
        ref("document", "?", KG.otherDocument, "document", "văn bản", "document"),
        ref("programme", "?", KG.programme, "programme", "chương trình", "programme"),
        *CLAIM,
        AT,
    ),
    one_of=(("document", "programme"),),
    vi="quan hệ văn bản",
    en="document relation",
)
VIEW = RecordType(
    "view",
    (
        part("by", "1", None, AGENT, "của", "by"),
        enum("outcome", "1", KG.outcome, "outcome", "kết quả", "outcome"),
        *PHRASE.fields,
    ),
)
SIGNATURE = RecordType(
    "signature",
    (
        ref("signer", "1", KG.signer, "person", "người ký", "signer"),
        ref("post", "?", KG.post, "post", "chức vụ", "post"),
        enum("formula", "?", KG.formula, "formula", "thể thức", "formula"),
        ref("signed-for", "?", KG.signedFor, "post", "ký thay", "signed for"),
        *PHRASE.fields,
        *CLAIM,
    ),
    vi="chữ ký",
    en="signature",
)
DOCUMENT_USE = RecordType(
    "document-use",
    (
        ref("document", "1", KG.document, "document", "văn bản", "document"),
        enum("status", "1", KG.documentStatus, "documentStatus", "tình trạng", "status"),
        part("on", "?", None, DATE, "ngày", "on"),
        *CLAIM_CERTAINTY,
        ref("event", "?", KG.event, "event", "sự kiện", "event"),
        enum("named", "?", KG.naming, "naming", "cách nêu", "named"),
        part("said", "*", None, SAID, "cách gọi", "said"),
        part("relations", "*", None, RELATION, "quan hệ", "relations"),
        part("view", "?", None, VIEW, "ý kiến", "view"),
        part("signature", "*", None, SIGNATURE, "chữ ký", "signature"),
        part("recipients", "*", None, AGENT, "nơi nhận", "recipients"),
        AT_REQUIRED,
    ),
    vi="văn bản",
    en="document",
)
