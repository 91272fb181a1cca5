"""Ledger: pools of money in double entry. Decides nothing; see cases."""
