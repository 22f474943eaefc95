from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store.formats import TABLE_FORMATS, ResultFormat
from kg.store.rows import count_rows, first_rows

_FORMATS = {
    ResultFormat.JSON: ox.QueryResultsFormat.JSON,
    ResultFormat.XML: ox.QueryResultsFormat.XML,
    ResultFormat.CSV: ox.QueryResultsFormat.CSV,
    ResultFormat.TSV: ox.QueryResultsFormat.TSV,
}
_HOSTILE = st.sampled_from(
    ['}},{"', "},{", "{}", '"', "\n", "\r\n", "\\", "\\n", "<result>", "a", "'", ",", "}"]
)
_VALUE = st.lists(_HOSTILE, max_size=5).map("".join)


def written(values: list[str | None], result_format: ResultFormat) -> bytes:
    store = ox.Store()
    rows = []
    for value in values:
        escaped = (
            (value or "").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        )
        rows.append("(UNDEF UNDEF)" if value is None else f'("{escaped}" <http://x/>)')
    answer = store.query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {' '.join(rows)} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return answer.serialize(format=_FORMATS[result_format]) or b""


@pytest.mark.parametrize("result_format", TABLE_FORMATS)
@given(values=st.lists(st.none() | _VALUE, max_size=8))
def test_rows_are_counted_exactly_whatever_the_values(
    result_format: ResultFormat, values: list[str | None]
) -> None:
    assert count_rows(written(values, result_format), result_format) == len(values)


@given(values=st.lists(st.none() | _VALUE, max_size=8), rows=st.integers(1, 9), size=st.integers(0, 400))
def test_the_first_rows_are_a_table_of_the_first_rows(values: list[str | None], rows: int, size: int) -> None:
    body = written(values, ResultFormat.JSON)
    whole = json.loads(body)["results"]["bindings"]
    cut = first_rows(body, rows, size)
    found = json.loads(cut)
    assert found["head"] == {"vars": ["a", "b"]}
    kept = found["results"]["bindings"]
    assert kept == whole[: len(kept)]
    assert len([row for row in kept if row]) <= max(rows, 0) or None in values
    assert len(cut) <= size + len(b'{"head":{"vars":["a","b"]},"results":{"bindings":[]}}')
    if len(body) <= size and len(values) <= rows:
        assert kept == whole


def test_an_answer_of_ask_is_left_as_it_is() -> None:
    assert first_rows(b'{"head":{},"boolean":true}', 1, 1) == b'{"head":{},"boolean":true}'
