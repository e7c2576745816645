"""Makes the register `kazakhstan-china` from the fact files it was compiled in. Run once, kept as the record.

Every decision that a person took stands in a table under `tables/`, one row with its reason, so that it can
be read and corrected without reading code. The script decides nothing about content on its own except by the
four rules named in the conversion report: bounds said in notes, the basis of job figures, dates written in
words, and parties split at their separators.
"""
