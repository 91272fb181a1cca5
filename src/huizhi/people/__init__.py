"""People: talents and teams, their facts, and the lists they come in by. Decides nothing."""
