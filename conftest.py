"""Snippets are collected by glob; see `explainer.pytest_plugin`."""

pytest_plugins = ["explainer.pytest_plugin"]
