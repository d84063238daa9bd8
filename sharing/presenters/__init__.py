"""What pages and commands say, in words."""
