"""Make the graph: records to a validated snapshot."""
