"""Deadlines: laws as dated data, working days, and the day by which a request must be answered, step by step."""
