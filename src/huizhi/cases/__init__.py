"""Cases: from offer to decision. Pays nothing; see payments."""
