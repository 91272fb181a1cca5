"""Governance: who decided what, who does it until when, what is late by limits written down."""
