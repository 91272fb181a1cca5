"""Fact tables: reads facts from Excel, CSV and Parquet, and from the untidy lists of offices."""
