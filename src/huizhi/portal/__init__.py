"""Portal: the public pages: model case, policy guide, calculator. No rules, stores nothing."""
