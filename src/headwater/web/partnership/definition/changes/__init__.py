"""Writing versions, weighing kinds of violence, moving versions, and assessing by them."""
