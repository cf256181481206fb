"""Rules of the definition: who decides, how a version moves, what each kind of violence needs."""
