"""Words to people: on the page, by e-mail at once or gathered."""
