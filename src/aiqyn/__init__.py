"""The rules of Aiqyn. Never imports Django or the site."""
