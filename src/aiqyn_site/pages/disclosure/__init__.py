"""Pages of the disclosure score: of a project, of all, by region, company and item, and how it is made."""
