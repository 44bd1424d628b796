"""Makes the tree of nodes of a module; `link` is the way in."""
