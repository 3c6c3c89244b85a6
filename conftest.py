"""Snippets are collected by glob; a browser is there for whoever asks."""

pytest_plugins = ["explainer.pytest_plugin", "tests.browser.fixtures"]
