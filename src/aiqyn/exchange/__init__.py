"""Exchange: register folders read, checked and written."""
