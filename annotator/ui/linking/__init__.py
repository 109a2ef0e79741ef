"""Marking claims and linking what they rest on, by keys, by the small bar, by lists to type into."""
