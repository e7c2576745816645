"""The dossier: records, requests and disclosure scores of projects, read and derived from the ledger."""
