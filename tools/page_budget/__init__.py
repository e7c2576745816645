"""What pages cost their readers, measured in a browser."""
