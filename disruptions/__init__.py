"""What was done: claims, contributions and money."""
