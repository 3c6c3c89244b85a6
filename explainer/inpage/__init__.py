"""Python inside the page: its library, and how it runs a reader's program.

Standard library only: these modules run in CPython for WebAssembly, and in the tests anywhere.
"""
