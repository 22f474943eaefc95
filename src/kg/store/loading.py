"""Loads a graph file into a store in memory."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError


def load_graph(path: Path) -> ox.Store:
    """Return a store in memory with the quads of an N-Quads file.

    Raises:
        InputError: when the file cannot be read or is no N-Quads.
    """
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise InputError(
            path, f"{error}; build the snapshot again", vi=f"{error}; hãy dựng lại phiên bản dữ liệu"
        ) from error
    return store
