"""Words and formatting for the pages; nothing here asks the database."""
