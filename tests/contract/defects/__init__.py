"""Stubs that each do one thing wrong, to show that the tests notice."""
