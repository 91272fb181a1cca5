"""Organisations: universities and their colleges, institutes, employers, counties, departments."""
