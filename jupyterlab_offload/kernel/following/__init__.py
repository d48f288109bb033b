"""One thread that looks after every job of the kernel; it fetches and never binds."""
