"""Measure a SPARQL service over HTTP: point questions, many clients, the cost of isolation."""
