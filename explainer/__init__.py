"""Turns snippets that ran into pages: load, run, record, embed."""
