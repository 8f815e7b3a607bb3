"""The life of a take: a pure state machine, the one thread that runs it, and the ports it drives."""
