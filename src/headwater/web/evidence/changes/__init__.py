"""How evidence of the partnership is written, and overrides are asked for and approved."""
