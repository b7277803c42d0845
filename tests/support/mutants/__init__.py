"""Ten adapters that are each wrong in one way, and the right one they are made from."""
