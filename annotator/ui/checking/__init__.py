"""The line check on the screen: the strip, the bar for the whole, checking line by line, flags, suggestions."""
