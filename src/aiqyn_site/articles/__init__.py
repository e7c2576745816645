"""The articles: the register's own texts, what others wrote, and how often ours are read."""
