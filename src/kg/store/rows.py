"""Counts the rows of a written table, exactly, and cuts off the first of them, without reading its values.

The engine writes whole tables and does not say how many rows they have. Each count rests on one escape rule
of its format, so text inside values never counts.
"""

from __future__ import annotations

import re
from typing import Final

from kg.store.formats import ResultFormat

# A quote inside a JSON string is escaped, and a closing quote is followed by , } or : only.
_JSON_ROW: Final = re.compile(rb'\},\{"[^,}:]')
_JSON_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_CSV_QUOTED: Final = re.compile(rb'"[^"]*+"')


def count_rows(body: bytes, result_format: ResultFormat) -> int:
    r"""Return the number of rows of a table as the engine writes it (SPARQL 1.1 results formats).

    >>> count_rows(b"a\r\n1\r\n2\r\n", ResultFormat.CSV)
    2
    """
    if result_format is ResultFormat.JSON:
        return _count_json(body)
    if result_format is ResultFormat.XML:
        return body.count(b"<result>")
    if result_format is ResultFormat.CSV:
        # Only quoted values hold line ends (RFC 4180).
        plain = _CSV_QUOTED.sub(b"", body) if b'"' in body else body
        return plain.count(b"\n") - 1
    return body.count(b"\n") - 1


def first_rows(body: bytes, rows: int, size: int) -> bytes:
    """Return the beginning of a JSON table as a table of its own, without reading the rest.

    Args:
        body: as the engine writes it; an answer of ASK comes back as it is.
        rows: after how many rows to stop; rows without any value may come on top.
        size: bytes of the rows that are kept at the most; none is kept where the first has more.

    >>> first_rows(b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{}},{"a":{}}]}}', 1, 99)
    b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{}}]}}'
    """
    found = body.find(b'"bindings":[')
    if found < 0:
        return body
    start = found + len(b'"bindings":[')
    end = body.rindex(b"]}}")
    kept = start
    for number, match in enumerate(_JSON_ROW.finditer(body, start), 1):
        if match.start() + 1 - start > size:
            break
        kept = match.start() + 1
        if number == rows:
            break
    else:
        kept = end if end - start <= size else kept
    return body[:kept] + b"]}}"


def _count_json(body: bytes) -> int:
    start = body.find(b'"bindings":[') + len(b'"bindings":[')
    if body.find(b"{}", start) >= 0:
        # A row without any value leaves no key to count by; rare, so the slow way is good enough.
        plain = _JSON_STRING.sub(b"", body[start:])
        return plain.count(b"},{") + plain.startswith(b"{")
    return len(_JSON_ROW.findall(body, start)) + body.startswith(b"{", start)
