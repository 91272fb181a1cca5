"""Interpreter: trees and tables to closures, and what they did. Knows no texts of whole policies."""
