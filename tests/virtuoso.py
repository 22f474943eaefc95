"""Starts a real Virtuoso 7 on loopback, from the Debian package virtuoso-opensource-7."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.store.remote.endpoint import Access

_CONFIG = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
MaxClientConnections = 10
Charset = UTF-8
[URIQA]
DefaultHost = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Virtuoso:
    """A running server.

    Attributes:
        url: of its query endpoint.
        sql: port for isql.
        folder: where its files are; it may read what lies there.
    """

    url: str
    sql: int
    folder: Path

    @property
    def access(self) -> Access:
        """The administrator, who may write."""
        return Access(self.url, "dba", "dba")

    def isql(self, script: Path) -> str:
        """Run a script and return what it prints."""
        command = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", str(script)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def run_virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[Virtuoso]:
    """Run a server with an empty database in a folder; ``rows`` is where it cuts answers off."""
    if shutil.which("virtuoso-t") is None:
        pytest.skip("virtuoso is not installed: no command virtuoso-t")
    sql, http = _free_port(), _free_port()
    config = _CONFIG.format(sql=sql, http=http, folder=folder, rows=rows)
    (folder / "virtuoso.ini").write_text(config, "utf-8")
    command = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    said: list[str] = []
    try:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if "Server online" in line:
                break
        else:
            pytest.fail(f"Virtuoso did not start: {''.join(said)}")
        yield Virtuoso(f"http://127.0.0.1:{http}/sparql", sql, folder)
    finally:
        process.kill()
        process.communicate()
