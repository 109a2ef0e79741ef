"""The claims panel."""
