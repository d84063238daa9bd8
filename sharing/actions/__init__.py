"""Writes to what the sharing app keeps; each runs in one transaction and leaves its audit event."""
