"""One file per thing exported."""
