"""The environmental dossier: records and requests, the documents the law expects, and how long silence lasts."""

from aiqyn.dossier.record import InformationRequest, Record, read_records, read_requests

__all__ = ["InformationRequest", "Record", "read_records", "read_requests"]
