"""The public pages: read queries, render, and nothing else. No tables, no rules."""
