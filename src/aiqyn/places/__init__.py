"""Places: the areas of regions, what they covered when, which points lie in them, and how they are drawn."""
