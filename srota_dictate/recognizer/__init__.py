"""Speech to text: the models, the process they run in, and the client everyone else talks to."""
