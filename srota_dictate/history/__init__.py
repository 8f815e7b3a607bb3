"""What stays of earlier takes."""
