"""Selections: the rows behind one number. The page counts them and the list shows the same ones."""
