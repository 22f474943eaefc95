"""Searches every name of the register without accents: ``python -m tests.soak.names``; CI takes each seventh.

It ends with 1 and lists the names that do not find all the units that bear them.
"""

# ruff: noqa: T201 - it prints what it found

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.register_names import missed_names

from kg.build.graphs import make_graphs, read_records
from kg.store.search import SearchIndex
from kg.store.search_file import write_search_index

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run, print, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        graph, index = Path(folder) / "graph.nq", Path(folder) / "search.sqlite"
        dataset, findings = read_records(ROOT / "data", None)
        graph.write_text("".join(make_graphs(dataset, ROOT / "ontology", findings).lines), "utf-8")
        write_search_index(graph, index)
        asked, missed = missed_names(SearchIndex(index))
    print(f"{asked} names, {len(missed)} missed", *missed, sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
