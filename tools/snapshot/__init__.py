"""What the site answers at every public address, saved and compared."""
