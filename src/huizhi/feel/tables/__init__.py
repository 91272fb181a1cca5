"""Tables: the structure of decision tables, read from the texts of their cells, and its proof."""
