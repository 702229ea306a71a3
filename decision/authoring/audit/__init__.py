"""The tool measured against the published standards: each item with a verdict and the reason for it.

`items` knows the checklists, `subject` what is looked at (a pack, and real summaries of its example patients), `checking` how
a check is written, the modules named after what they look at hold the checks, and `report` puts it together.
"""
