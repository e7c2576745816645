"""The map: regions and projects drawn on the server as SVG, with a list of the same beside it."""
