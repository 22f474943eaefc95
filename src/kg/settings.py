"""The only reader of the environment: paths, limits and addresses (variables ``KG_…``).

One locator serves checkout and wheel: ontology, shapes, queries and data lie at the root of a checkout, and
in ``kg/_home`` of an installed wheel.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent


def find_home() -> Path:
    """Folder that holds ``ontology/``, ``shapes/``, ``queries/`` and ``data/`` of this installation."""
    installed = _PACKAGE / "_home"
    return installed if installed.is_dir() else _PACKAGE.parents[1]


class Settings(BaseSettings):
    """Everything that the environment may say; command-line options override it.

    Attributes:
        home: folder with ontology, shapes, queries and data.
        data: folder of the records; default ``{home}/data``.
        build: folder for snapshots; default ``build`` in the working folder.
        sources: folder with the texts of the sources, where the reader has them.
        host, port: where the service listens.
        timeout: seconds that a query may take; a request may ask for less.
        workers: processes that run queries.
        queue: requests that may wait for a worker.
        memory_mb: MiB that a worker may take above the loaded graph.
        query_characters: longest query.
        result_mb: largest answer, MiB.
        result_rows: most rows of an answer.
        client_running: queries of one client that run at once, if there are more workers than that.
        client_waiting: further queries of one client that wait.
        client_cpu_seconds: processor time that a client may use in one go; 0 for no bound.
        client_cpu_rate: seconds of processor time that every second gives back to a client.
        client_refusals: requests of a client that are refused in a second without a wait; 0 for no bound.
        proxy_headers: whether a proxy names the client's address in X-Forwarded-For.
        proxies: addresses of the proxies that are believed, with commas.
        store: query endpoint of a SPARQL service that holds the graph; empty for the snapshot itself.
        store_user, store_password: for HTTP authentication there.
        store_dialect: auto, standard or virtuoso.
        access_log: whether each request is written to standard output as a line of JSON.
    """

    model_config = SettingsConfigDict(env_prefix="KG_", extra="ignore")

    home: Path = Field(default_factory=find_home)
    data: Path | None = None
    build: Path = Path("build")
    sources: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    timeout: float = Field(default=10.0, gt=0, le=600)
    workers: int = Field(default=4, ge=1, le=64)
    queue: int = Field(default=64, ge=1)
    memory_mb: int = Field(default=512, ge=64)
    query_characters: int = Field(default=65_536, ge=100)
    result_mb: int = Field(default=32, ge=1)
    result_rows: int = Field(default=100_000, ge=1)
    client_running: int = Field(default=2, ge=1)
    client_waiting: int = Field(default=32, ge=0)
    client_cpu_seconds: float = Field(default=30.0, ge=0)
    client_cpu_rate: float = Field(default=0.5, gt=0)
    client_refusals: float = Field(default=10.0, ge=0)
    proxy_headers: bool = False
    proxies: str = "127.0.0.1,::1"
    store: str = ""
    store_user: str = ""
    store_password: SecretStr = SecretStr("")
    store_dialect: Literal["auto", "standard", "virtuoso"] = "auto"
    access_log: bool = False

    @property
    def data_folder(self) -> Path:
        """Folder of the records."""
        return self.data if self.data is not None else self.home / "data"

    @property
    def snapshot(self) -> Path:
        """Folder of the snapshot that is served."""
        return self.build / "current"


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        UsageError: a variable holds what it may not hold; the message names each.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"KG_{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors())
        raise UsageError(f"the environment is wrong: {wrong}") from error
