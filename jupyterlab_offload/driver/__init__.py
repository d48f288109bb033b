"""What runs on the instance: verifies, prepares, runs the cell, saves what it made.

Standard library only, Python 3.8 to 3.14, and of this package only `codecs`: both are packed into
one zip file. Two processes: the parent (`monitor`) records output, writes the log and outlives a
crash; the child (`work`) runs the cell. Nothing that came with the job runs before it is verified.
"""
