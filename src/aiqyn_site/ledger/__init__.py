"""The ledger: append-only tables of entities, sources, statements and files, chained in recorded order."""
