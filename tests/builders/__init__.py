"""Builders of test data, so that a test shows only the fact it is about."""
