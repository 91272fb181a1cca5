"""A person's, an employer's or a university's own page: what is known, what it comes to."""
