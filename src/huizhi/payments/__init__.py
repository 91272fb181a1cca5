"""Payments: approved cases to bank files and paid claims, through the ledger."""
