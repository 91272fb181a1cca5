"""Facts: what may be stated about a subject, and the subjects with what is stated of them."""
