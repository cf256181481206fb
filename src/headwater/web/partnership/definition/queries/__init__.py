"""Reading versions of the definition and what was assessed by them."""
