"""Rules of sharing: what may be shared by which law, how records move, and who may do what."""
