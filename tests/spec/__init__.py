"""Tests of the document: its validity, its examples, and the facts that it must state."""
