"""What a job shows in a notebook: one card of its own, in every front end."""
