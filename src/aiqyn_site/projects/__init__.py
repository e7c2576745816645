"""Derived tables: what follows from the ledger, made for lists and filters. Thrown away and rebuilt at will."""
