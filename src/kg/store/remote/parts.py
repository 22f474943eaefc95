"""Parts a snapshot into its named graphs, as N-Triples for another store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.store.dialects import Dialect
from kg.store.manifest import GRAPH_FILE, Manifest

END: Final = " .\n"


def read_parts(snapshot: Path, manifest: Manifest, dialect: Dialect) -> dict[str, list[str]]:
    """Return the statements of each named graph, as lines of N-Triples in the order of the snapshot.

    Args:
        snapshot: folder with the graph.
        manifest: of it.
        dialect: of the engine that is to hold them; literals that it would change are disguised.

    Raises:
        InputError: the graph cannot be read, or holds other graphs or numbers than the manifest says.
    """
    path = snapshot / GRAPH_FILE
    parts: dict[str, list[str]] = {graph: [] for graph in sorted(manifest.graphs)}
    disguises = {f'"^^<{old}>': f'"^^<{new}>' for old, new in dialect.disguises.items()}
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                # The canonical form: one space between terms, the graph last; an IRI holds no space.
                triple, _, graph = line.removesuffix(END).rpartition(" ")
                parts[graph[1:-1]].append(_disguise(triple, disguises) + END)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, f"cannot be read: {error}") from error
    except KeyError as error:
        message = f"holds the graph {error}, which the manifest does not name; build the snapshot again"
        raise InputError(path, message) from error
    if sum(map(len, parts.values())) != manifest.quads:
        raise InputError(path, "has another number of statements than its manifest; build it again")
    return parts


def _disguise(triple: str, disguises: Mapping[str, str]) -> str:
    for old, new in disguises.items():
        if triple.endswith(old):
            return triple.removesuffix(old) + new
    return triple


def in_chunks(lines: Sequence[str], size: int) -> Iterator[bytes]:
    r"""Yield lines in pieces of bounded length, at least one piece.

    >>> list(in_chunks(["a\n", "b\n", "c\n"], 2)), list(in_chunks([], 2))
    ([b'a\nb\n', b'c\n'], [b''])
    """
    for start in range(0, max(len(lines), 1), size):
        yield "".join(lines[start : start + size]).encode()
