"""The dialog in which an evidence bundle is put together."""
