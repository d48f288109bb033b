"""Running jobs: a supervisor for each, and the scheduler that starts them.

Standard library only, but for the scheduler: a supervisor has to start in tens of milliseconds.
"""
