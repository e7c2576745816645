"""Migrations of the derived tables."""
