"""Public lists: the records behind the model case and its figures. Public fields only."""
