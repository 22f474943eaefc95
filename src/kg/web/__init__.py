"""The graph over HTTP: SPARQL, health, and what later floors of the site add as routers."""

from kg.web.app import create_app
from kg.web.config import WebConfig

__all__ = ["WebConfig", "create_app"]
