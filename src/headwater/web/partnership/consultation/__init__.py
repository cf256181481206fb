"""The register of those who must be consulted, with proof."""
