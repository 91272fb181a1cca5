"""Entitlements: runs over the registry: snapshot, results, reasons. Pays nothing; see cases."""
