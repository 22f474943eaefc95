"""Make the graph: records to a validated snapshot."""

from kg.build.pipeline import Built, Inputs, build_snapshot

__all__ = ["Built", "Inputs", "build_snapshot"]
