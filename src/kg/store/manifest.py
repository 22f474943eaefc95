"""Reads what a snapshot folder says about itself: version, graphs, number of quads.

A snapshot is an immutable folder with ``graph.nq`` (sorted N-Quads) and ``manifest.json``, a JSON object
with ``data_version`` (text), ``graphs`` (list of IRIs), ``quads`` (number), and perhaps ``commit`` and
``committed`` (texts).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import InputError

GRAPH_FILE: Final = "graph.nq"
MANIFEST_FILE: Final = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a snapshot holds.

    Attributes:
        data_version: changes whenever the data do; the service's ETag.
        graphs: IRIs of the named graphs.
        quads: number of statements.
        commit: hash of the commit of the records, with ``+`` if they were changed since; empty where unknown.
        committed: when that commit was made (RFC 3339); empty where the records are not those of a commit.
    """

    data_version: str
    graphs: frozenset[str]
    quads: int
    commit: str = ""
    committed: str = ""


def read_manifest(snapshot: Path) -> Manifest:
    """Return the manifest of a snapshot folder.

    Raises:
        InputError: when the folder holds no readable manifest.
    """
    path = snapshot / MANIFEST_FILE
    try:
        content = json.loads(path.read_text("utf-8"))
        graphs = frozenset(str(graph) for graph in content["graphs"])
        commit, committed = str(content.get("commit", "")), str(content.get("committed", ""))
        return Manifest(str(content["data_version"]), graphs, int(content["quads"]), commit, committed)
    except FileNotFoundError as error:
        raise InputError(
            path,
            "there is no snapshot here; make one with kg build",
            vi="ở đây không có phiên bản dữ liệu nào; hãy dựng bằng kg build",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, f"cannot be read: {error}", vi=f"không đọc được: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            path,
            f"is no manifest ({error}); build the snapshot again",
            vi=f"không phải bản kê ({error}); hãy dựng lại phiên bản dữ liệu",
        ) from error


def damaged(path: Path, error: Exception) -> InputError:
    """Return the error of a file of a snapshot that cannot be read, whatever is wrong with it."""
    return InputError(
        path,
        f"cannot be read ({error}); build the snapshot again",
        vi=f"không đọc được ({error}); hãy dựng lại phiên bản dữ liệu",
    )
