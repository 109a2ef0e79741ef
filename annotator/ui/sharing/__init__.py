"""Sending copies, bringing in what colleagues did, and settling what they see differently."""
