"""API: the REST interface below /api/v1/. No rules: it reads queries and calls services."""
