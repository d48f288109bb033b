"""The last resort: pickle, protocol 5, with arrays and tensors beside the stream.

Decoding runs what the bytes say. It happens only where the caller trusts them.
"""
