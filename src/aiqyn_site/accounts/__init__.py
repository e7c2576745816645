"""People who may sign in at the desk, what they did there, and what they propose to publish."""
