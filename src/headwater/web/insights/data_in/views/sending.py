"""What a form was sent with."""
