"""Config: settings, addresses and the WSGI entry. No rules."""
