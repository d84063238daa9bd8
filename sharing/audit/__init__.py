"""The audit trail: recording events, sealing them in a tree, and verifying what was sealed."""

from sharing.audit.recording import digest, record

__all__ = ["digest", "record"]
