"""Measurements of the running machine, each with its method and the reason to doubt it."""
