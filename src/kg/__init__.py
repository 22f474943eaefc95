"""A knowledge graph of who answers for what, where and when in Vietnam's provinces."""
