"""Migrations of the search tables."""
