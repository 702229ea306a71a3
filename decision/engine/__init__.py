"""What the rules say of one patient. Pure: no files, no clock, no page."""
