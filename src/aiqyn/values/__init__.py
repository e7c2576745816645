"""Values: how a figure, a date, a point or a text is read, kept as printed, and compared."""
