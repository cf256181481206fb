"""Rules of consultation: who must be consulted, how it stands, who keeps the register."""
