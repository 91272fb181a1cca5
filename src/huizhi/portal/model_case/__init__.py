"""The model case as an article in which every figure is checked against the records behind it."""
