"""For rule editors: example patients, and what they cover."""
