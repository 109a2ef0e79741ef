"""All commands, in one table; menus, keys, palette, the page of keys and help are made from it."""
