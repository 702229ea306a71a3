"""An assessment in words for one reader: summary, pictures, handout, note."""
