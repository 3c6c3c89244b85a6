"""One module a format: each turns a report into text, and none asks the machine anything."""
