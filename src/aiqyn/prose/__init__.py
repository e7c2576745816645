"""Prose: Markdown in which figures are named, not typed, and what those names stand for."""
