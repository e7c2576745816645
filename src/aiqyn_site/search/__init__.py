"""Search: derived tables of what everything in the register is found by, and the one way to ask them."""
