"""A site filled with Loamshire, a county that does not exist, by the same changes people make."""
