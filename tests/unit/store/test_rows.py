from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store.formats import TABLE_FORMATS, ResultFormat
from kg.store.rows import count_rows

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
