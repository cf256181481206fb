"""Writing: rules of the register, alerts of a week, and what people say of them."""
