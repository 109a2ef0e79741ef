"""The link graph as a picture: claims, passages and documents in three columns."""
