"""Who is on the list: individuals, what is known of them, and imports."""
