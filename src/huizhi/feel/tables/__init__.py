"""Tables: the structure of decision tables, read from the texts of their cells. Knows no values."""
