"""Cut a stream of speech into segments the model can take, and join what it made of them."""
