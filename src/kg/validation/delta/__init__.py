"""Validation of what a change may touch: from changed triples to focus nodes, and their verdicts anew."""
