"""Partners: agreements, bases, projects, visits and platforms, each with its state."""
