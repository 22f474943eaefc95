"""Check what a field table cannot say: rules between the fields of one record (records format, section 0).

Evidence and reason of inferred claims, dates and their words, titles, ids of posts, order of reading. Rules
that need several records or the graph are shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from kg.errors import Finding
from kg.records.fields import Kind
from kg.records.model import Record
from kg.records.report import report, warn
from kg.text.dates import DateError, parse_date, parse_deadline

_IN_READING_ORDER = ("topics", "participants", "tasks", "values", "counts")
_IMPLIED_ALLOWED = {
    ("petition", "from"),
    ("petition", "to"),
    ("task", "recipient"),
    ("directive", "recipient"),
}


def check_rules(record: Record) -> Iterator[Finding]:
    """Yield what breaks a rule in a record and in all that it holds."""
    yield from _check(record, None, "")


def _check(record: Record, parent: Record | None, key: str) -> Iterator[Finding]:
    yield from _inferred(record, parent, key)
    for check in _CHECKS.get(record.type.name, ()):
        yield from check(record)
    for name in _IN_READING_ORDER:
        yield from _reading_order(record, name)
    for row in record.type.fields:
        if row.kind is Kind.PART:
            for inner in record.parts(row.key):
                yield from _check(inner, record, row.key)


def _inferred(record: Record, parent: Record | None, key: str) -> Iterator[Finding]:
    """Rule R3; a bound may lean on the reason of the date or period that it belongs to."""
    for row in record.type.fields:
        if row.scheme != "claimStatus" or row.key not in record:
            continue
        status = record.text(row.key)
        if status == "implied" and (parent.type.name if parent else "", key) not in _IMPLIED_ALLOWED:
            message = "'implied' is for petitioners and recipients only; write 'inferred' with its evidence"
            message_vi = (
                "'implied' chỉ dành cho bên kiến nghị và nơi nhận; hãy viết 'inferred' kèm bằng chứng"
            )
            yield report(record, row.key, "status", message, message_vi, value=status)
        if status != "inferred":
            continue
        above = parent if record.type.name == "bound" else None
        for needed, name_vi in (("evidence", "bằng chứng"), ("because", "lý do")):
            if needed not in record and (above is None or needed not in above):
                yield report(
                    record,
                    row.key,
                    "inferred",
                    f"an inferred claim needs {needed!r}; add it, or remove the status",
                    f"điều suy ra cần {needed!r} ({name_vi}); hãy thêm, hoặc bỏ tình trạng",
                    value=status,
                )


def _date(record: Record) -> Iterator[Finding]:
    status = record.text("status")
    bounds = [key for key in ("earliest", "latest") if key in record]
    if "on" in record and bounds:
        message = f"a date has either 'on' or bounds, not both; remove 'on' or {' and '.join(bounds)}"
        yield report(record, "on", "date", message, "ngày có 'on' hoặc hai mốc, không có cả hai; hãy bỏ bớt")
    has_year = "year" in record
    if has_year != (status == "year-inferred"):
        message = (
            "'year' and the status 'year-inferred' go together; add the missing one, or remove the other"
        )
        message_vi = "'year' và tình trạng 'year-inferred' phải đi cùng nhau; hãy thêm hoặc bỏ cho khớp"
        yield report(record, "year" if has_year else "status", "date", message, message_vi)
    wanted = {
        "stated": ("on" in record, "'on'"),
        "year-inferred": ("on" in record, "'on'"),
        "bounded": (bool(bounds), "'earliest' or 'latest'"),
        "unknown": ("on" not in record and not bounds, "neither 'on' nor bounds"),
    }
    fits, what = wanted.get(status, (True, ""))
    if not fits:
        message = f"the status {status!r} goes with {what}; mend the status or the date"
        message_vi = f"tình trạng {status!r} không khớp với ngày; hãy sửa tình trạng hoặc ngày"
        yield report(record, "status", "date", message, message_vi, value=status)
    if not status and "on" not in record and not bounds:
        message = "a date needs 'on', 'earliest' or 'latest', or the status 'unknown'"
        yield report(record, "", "date", message, "ngày cần 'on', 'earliest', 'latest', hoặc 'unknown'")
    yield from _year_value(record)
    yield from _words_of_date(record)


def _year_value(record: Record) -> Iterator[Finding]:
    year, day = record.part("year"), record.day("on")
    value = year.number("value") if year is not None else None
    if year is not None and value is not None and day is not None and value != day.year:
        message = f"the inferred year is {value}, but 'on' lies in {day.year}; mend one of them"
        message_vi = f"năm suy ra là {value} nhưng 'on' thuộc năm {day.year}; hãy sửa một trong hai"
        yield report(year, "value", "date", message, message_vi, value=str(value))


def _words_of_date(record: Record) -> Iterator[Finding]:
    day = record.day("on")
    if day is None or "stated" not in record:
        return
    try:
        said = parse_date(record.text("stated"), year=day.year)
    except DateError:
        return  # words that are no date alone ("sáng cùng ngày"): nothing to compare
    if not said.earliest <= day < said.until:
        yield _words_differ(record, "on", day, said.earliest)


def _words_of_deadline(record: Record) -> Iterator[Finding]:
    day = record.day("before")
    if day is None or "stated" not in record:
        return
    try:
        said = parse_deadline(record.text("stated"), year=day.year)
    except DateError:
        return  # a deadline by words only ("sớm nhất"), or one that needs its context
    if said.before != day:
        yield _words_differ(record, "before", day, said.before)


def _words_differ(record: Record, key: str, day: date, said: date) -> Finding:
    words = record.text("stated")
    message = f"{words!r} reads as {said}, not {day}; mend the day (a deadline is exclusive) or the words"
    message_vi = f"{words!r} đọc là {said}, không phải {day}; hãy sửa ngày (hạn là ngày không gồm) hoặc lời"
    return report(record, key, "date-words", message, message_vi, value=str(day))


def _order_of_bounds(record: Record) -> Iterator[Finding]:
    for first, last, room in (("earliest", "latest", 0), ("from", "until", 1)):
        start, end = _first_day(record, first), _last_day(record, last)
        if start is not None and end is not None and (end - start).days < room:
            message = f"{last!r} ({end}) ends before {first!r} ({start}) begins; mend one of them"
            message_vi = f"{last!r} ({end}) kết thúc trước {first!r} ({start}); hãy sửa một trong hai"
            yield report(record, last, "date", message, message_vi, value=str(end))


def _first_day(record: Record, key: str) -> date | None:
    bound = record.part(key)
    return record.day(key) if bound is None else bound.day("on") or bound.day("earliest")


def _last_day(record: Record, key: str) -> date | None:
    bound = record.part(key)
    return record.day(key) if bound is None else bound.day("on") or bound.day("latest")


def _bound(record: Record) -> Iterator[Finding]:
    inner = [key for key in ("earliest", "latest") if key in record]
    if ("on" in record) == bool(inner):
        message = "a bound has either 'on' or 'earliest'/'latest'; keep one of the two forms"
        yield report(record, "", "date", message, "mốc có 'on' hoặc 'earliest'/'latest'; hãy giữ một dạng")


def _period_use(record: Record) -> Iterator[Finding]:
    own = [key for key in ("from", "until", "stated") if key in record]
    forms = [*(key for key in ("period", "not-stated") if key in record), *own[:1]]
    if len(forms) != 1:
        found = ", ".join(forms) or "none"
        message = (
            f"a period is a local id, or bounds and words, or 'not-stated'; found {found}; keep one form"
        )
        message_vi = f"kỳ là một mã, hoặc mốc và lời văn, hoặc 'not-stated'; có {found}; hãy giữ một dạng"
        yield report(record, "", "date", message, message_vi)


def _title(record: Record) -> Iterator[Finding]:
    seen = [key for key in ("event", "observed") if key in record]
    if len(seen) != 1:
        found = " and ".join(seen) or "neither"
        message = f"a title has either 'event' or 'observed'; found {found}: say once when the source saw it"
        message_vi = "chức danh cần đúng một trong 'event' và 'observed'; hãy ghi nguồn thấy lúc nào"
        yield report(record, seen[-1] if seen else "", "title", message, message_vi)


def _post(record: Record) -> Iterator[Finding]:
    org, role = record.text("org"), record.text("role")
    if org and role and record.text("id") != f"{org}/{role}":
        message = (
            f"the id of this post must be {f'{org}/{role}'!r}: organisation, '/', role; mend id or fields"
        )
        message_vi = f"mã chức vụ phải là {f'{org}/{role}'!r} (tổ chức, '/', vai trò); hãy sửa mã hoặc trường"
        yield report(record, "id", "post-id", message, message_vi, value=record.text("id"))


def _reading_order(record: Record, key: str) -> Iterator[Finding]:
    """Rule R8: catches the right words at the wrong place, which no comparison of strings can see."""
    placed = [item for item in record.parts(key) if item.spans("at")]
    for before, item in pairwise(placed):
        if min(item.spans("at")) < min(before.spans("at")):
            message = f"{key} stand in reading order, but this one is read before the one above; move it"
            message_vi = f"các mục của {key} theo thứ tự đọc, mục này đứng trước mục ở trên; hãy chuyển lên"
            yield warn(item, "at", "reading-order", message, message_vi)


def _values_inside(figure: Record) -> Iterator[Finding]:
    frame = figure.spans("at")
    for value in figure.parts("values"):
        spans = value.spans("at")
        if frame and any(not any(a <= s.start and s.end <= b for a, b in frame) for s in spans):
            message = "this value stands outside the passage of its figure; mend one of the positions"
            yield warn(value, "at", "reading-order", message, "giá trị nằm ngoài đoạn của số liệu; hãy sửa")


def _tasks_after(group: Record) -> Iterator[Finding]:
    frame = group.spans("at")
    for task in group.parts("tasks"):
        spans = task.spans("at")
        if frame and spans and min(spans).start < min(frame).start:
            message = "this task stands before the clause that governs it; mend one of the positions"
            yield warn(
                task, "at", "reading-order", message, "nhiệm vụ đứng trước câu giao việc; hãy sửa vị trí"
            )


_Check = Callable[[Record], Iterator[Finding]]
_CHECKS: dict[str, tuple[_Check, ...]] = {
    "date": (_date, _order_of_bounds),
    "bound": (_bound, _order_of_bounds),
    "period": (_order_of_bounds,),
    "period-use": (_period_use, _order_of_bounds),
    "due": (_words_of_deadline,),
    "data-until": (_words_of_deadline,),
    "title": (_title,),
    "post": (_post,),
    "figure": (_values_inside,),
    "directive": (_tasks_after,),
    "term": (_order_of_bounds,),
}
"""Record type → its own rules."""
