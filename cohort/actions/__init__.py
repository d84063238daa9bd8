"""Writes: each is one transaction, checks permission, records who and why."""
