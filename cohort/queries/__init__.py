"""Composed reads: each takes the viewer first and returns only what that viewer may see."""
