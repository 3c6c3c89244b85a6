"""The browser's fixtures, shared with tests/browser."""

from tests.browser.conftest import browser, context, page, serve

__all__ = ["browser", "context", "page", "serve"]
