"""A right adapter and its mutants, each with one bug."""
