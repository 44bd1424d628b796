"""The nodes of a linked script, by construct. Compiled where a C compiler is."""
