"""The read-only API: the register as JSON, CSV and OpenAPI. It has no tables and changes nothing."""
