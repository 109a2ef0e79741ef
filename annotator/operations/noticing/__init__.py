"""What checks notice, a module for each kind: each takes the ground and yields findings. Joined by `checks`."""
