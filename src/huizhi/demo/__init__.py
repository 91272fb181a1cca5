"""Demo: the synthetic city, and the page by which visitors enter as each role."""
