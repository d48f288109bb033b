"""What a notebook shows: representations, display ids, figures, with or without IPython."""
