"""Questions about claims: asked with a key, shown at the claim, listed, answered and closed."""
