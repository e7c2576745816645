"""Scripts that make content or check the repository. Nothing here is imported by the core or the site."""
