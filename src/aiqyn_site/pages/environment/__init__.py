"""Environmental records on pages: of one record, of a project, of the whole register, and hearings."""
