"""From applications to awards: checks, interests, scores, panels, decisions."""
