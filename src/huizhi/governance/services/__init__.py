"""What changes the governance, a file for each kind of record. Each change is on the audit log."""
