"""Screens of the import of lists, the same for every kind; rooms take theirs with `imports_of`."""
