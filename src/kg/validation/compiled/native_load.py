"""Load canonical N-Quads into a store and into columns, without a Python object for each triple."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from pyoxigraph import DefaultGraph, RdfFormat, Store, parse

from kg.validation.compiled.columns import Columns
from kg.validation.compiled.lines import read_lines
from kg.validation.compiled.literals import is_well_formed


def load_natively(content: bytes) -> tuple[Store, Columns] | None:
    """Load N-Quads, graph names dropped; nothing where the parser and the store must see each term.

    That is where a line is not written canonically, has no graph name, or holds a literal that is ill-formed
    or that the store changes. While one piece of the lines is cut up, the store reads the piece before it.

    Args:
        content: UTF-8.
    """
    store, loads = Store(), list[Future[None]]()
    with ThreadPoolExecutor(1) as loader:
        lines = read_lines(content, lambda triples: loads.append(loader.submit(_load, store, triples)))
    try:
        if lines is None or not _are_kept(lines.columns.words, lines.literals):
            return None
        for load in loads:
            load.result()
    except SyntaxError:
        return None
    return store, lines.columns


def _load(store: Store, triples: bytes) -> None:
    store.load(triples, RdfFormat.N_TRIPLES, lenient=True)  # each term is tested by itself, once


def _are_kept(terms: Iterable[bytes], literals: Iterable[bytes]) -> bool:
    """Tell whether terms are well-formed, and the store keeps some literals as they are written.

    Raises:
        SyntaxError: one is no term.
    """
    deque(parse(_statements(terms), RdfFormat.N_TRIPLES), maxlen=0)
    text, kept = _statements(literals), Store()
    if not all(map(is_well_formed, (each.object for each in parse(text, RdfFormat.N_TRIPLES)))):
        return False
    kept.load(text, RdfFormat.N_TRIPLES)
    written = kept.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""
    return {*written.split(b"\n")} == {*text.split(b"\n")}


def _statements(terms: Iterable[bytes]) -> bytes:
    return b"".join(b"<urn:x:s> <urn:x:p> %s .\n" % words for words in terms)
