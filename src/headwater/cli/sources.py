"""`headwater sources`: the datasets headwater can take."""

from headwater.cli.console import say, say_json, say_table
from headwater.cli.options import AsJson

EXAMPLES = ("headwater sources", "headwater sources --json")


def command(*, as_json: AsJson = False) -> None:
    """List the datasets headwater can take, who supplies them and which tables they fill."""
    from headwater.sources import catalogue

    known = catalogue.sources()
    if as_json:
        say_json(
            [
                {
                    "id": source.id,
                    "title": source.title,
                    "supplier": source.supplier,
                    "tables": source.tables,
                }
                for source in known
            ]
        )
        return
    say_table(
        ("SOURCE", "WHAT IT IS", "WHO SUPPLIES IT"),
        [(source.id, source.title, source.supplier) for source in known],
    )
    say()
    say("For a blank file, a filled example and the list of columns: headwater template SOURCE")
