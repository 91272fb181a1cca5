"""Rules: benefits on top of the policy language. Knows no database and no screen."""
