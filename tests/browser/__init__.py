"""A real browser for the tests: where it comes from, what it visits, what it must find."""
