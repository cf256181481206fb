"""Writing the joint plan, telling how it goes, and putting it to a board."""
