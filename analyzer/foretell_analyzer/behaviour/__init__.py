"""Behaviour: what a run may do, read off the effects that evaluation has recorded."""
