"""The joint plan: priorities, outcomes and actions, each tied to what it answers."""
