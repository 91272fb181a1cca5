"""Interpreter: trees and tables to closures, and traces of what they did. Knows no policies."""
