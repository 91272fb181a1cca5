"""Monthly reports: counted from data, worded by texts that the office edits, kept as they were."""
