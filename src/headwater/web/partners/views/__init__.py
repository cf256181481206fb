"""Pages about who owns a workspace, who takes part, and who sits for whom."""
