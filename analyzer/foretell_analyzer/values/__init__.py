"""The domain of the analysis: abstract values, objects, and the store that holds them."""
