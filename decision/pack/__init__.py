"""What a pack may say: its models, its condition language, and reading it with the place of every word."""
