"""Another SPARQL endpoint in the place of the embedded graph."""
