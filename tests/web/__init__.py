"""What the front end draws: its models against the traces, its elements in a browser."""
