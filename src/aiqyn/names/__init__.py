"""Matching: names across scripts and spellings."""
