"""Proof: every gap and overlap of a table, and every rule that never decides. Exact, no samples.

Columns that read the same expression are one; otherwise any value may come with any other. A number
is taken to lie anywhere between two others unless its column is said to hold whole numbers, a date
between the years 1 and 9999. Null (known to be absent) is a value of every column: rules may
overlap there, and a rule that only null reaches is alive. A gap at null is told only in a column
where a test names null or is met by it; elsewhere an input is taken to be there. Facts that are
missing play no part.
"""
