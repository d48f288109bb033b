"""A job's values put into the kernel, as the cell would have left them."""
