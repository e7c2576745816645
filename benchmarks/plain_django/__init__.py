"""The reference: a project page as most Django sites would have it, from the same database."""
