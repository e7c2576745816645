"""The page of the programme: its history, its events, the editions of its list, promises and what is not known."""
