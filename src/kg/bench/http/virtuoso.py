"""Runs a Virtuoso 7 on the loopback address, with a database of its own that is gone afterwards.

From Debian's package ``virtuoso-opensource-7``. It is the peer that the service is compared with, and the
remote store of the tests.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import InputError, LimitError
from kg.store.remote.bulk_files import write_files
from kg.store.remote.endpoint import Access

COMMAND: Final = "virtuoso-t"
_CONFIG: Final = """[Database]
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
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = {connections}
MaxClientConnections = {connections}
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
        pid: its process number.
    """

    url: str
    sql: int
    folder: Path
    pid: int

    @property
    def access(self) -> Access:
        """The administrator, who may write."""
        return Access(self.url, "dba", "dba")

    def isql(self, script: Path) -> str:
        """Run a script and return what it prints."""
        command = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", str(script)]
        return subprocess.run(  # noqa: S603 - our own script
            command, capture_output=True, text=True, timeout=1800, check=True
        ).stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def run_virtuoso(
    folder: Path, *, rows: int = 1_000_000, buffers: int = 20_000, connections: int = 10
) -> Iterator[Virtuoso]:
    """Run a server with an empty database for the length of a ``with`` block.

    Args:
        folder: for its files; absolute.
        rows: where it cuts answers off.
        buffers: pages of 8 KB that it keeps in memory.
        connections: that it serves at once.

    Raises:
        InputError: Virtuoso is not installed.
        LimitError: it does not start; in its own words.
    """
    if shutil.which(COMMAND) is None:
        raise InputError(Path(COMMAND), "is not installed; install Debian's virtuoso-opensource-7")
    sql, http = _free_port(), _free_port()
    config = _CONFIG.format(
        sql=sql,
        http=http,
        folder=folder,
        rows=rows,
        buffers=buffers,
        dirty=buffers * 3 // 4,
        connections=connections,
    )
    (folder / "virtuoso.ini").write_text(config, "utf-8")
    process = subprocess.Popen(  # noqa: S603 - our own configuration
        [COMMAND, "+configfile", "virtuoso.ini", "+foreground"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    said: list[str] = []
    try:
        for line in process.stderr or ():
            said.append(line)
            if "Server online" in line:
                break
        else:
            raise LimitError(f"Virtuoso did not start: {''.join(said)}")
        yield Virtuoso(f"http://127.0.0.1:{http}/sparql", sql, folder, process.pid)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def filled_virtuoso(snapshot: Path) -> Iterator[Virtuoso]:
    """Run a server that holds a snapshot, with memory for all of it.

    Raises:
        InputError: Virtuoso is not installed, or the snapshot cannot be read.
        LimitError: it does not start, or does not take the data.
    """
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name)
        with run_virtuoso(folder, buffers=100_000, connections=80) as server:
            write_files(snapshot, folder / "bulk")
            server.isql(folder / "bulk" / "virtuoso.sql")
            yield server
