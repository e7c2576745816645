"""The site of Aiqyn: stores statements, calls the rules of the core and renders pages and the API."""
