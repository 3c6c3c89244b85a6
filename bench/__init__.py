"""Measurements of what we claim of speed: ratios within one run, never seconds alone."""
