"""Speed and memory of the local engine, beside a peer or a physical limit in the same run."""
