"""Backoffice: the staff's screens. No rules: it reads queries and calls services."""
