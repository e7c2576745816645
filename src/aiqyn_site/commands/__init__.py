"""The commands of `aiqyn` that need the database. Django is imported when one runs: `aiqyn check` does without."""
