"""Packs: policies as files. Reads, checks and tests them; decides about nobody."""
