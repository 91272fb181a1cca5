"""Integrations: other systems, which ask by token and are told by webhook. Serves no address."""
