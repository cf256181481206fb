"""A number made from two others rests on everything both rest on."""

from headwater.core.provenance import Expression, Provenance


def test_joined_foundations_are_kept_once_each() -> None:
    first = Provenance("a", "D v1", ("x-1", "x-2"), ("L-1",), ("mind",))
    second = Provenance("b", "", ("x-2", "x-3"), ("L-1", "L-2"), (), seed=5)
    both = first.joined(second, method="a ÷ b")
    assert both == Provenance(
        "a ÷ b", "D v1", ("x-1", "x-2", "x-3"), ("L-1", "L-2"), ("mind",), seed=5
    )


def test_the_same_query_has_the_same_identifier_and_another_has_another() -> None:
    one = Expression.of(name="n", sql="SELECT 1", tables=["b", "a"])
    assert one.id == Expression.of(name="other", sql="SELECT 1", tables=[]).id
    assert one.id != Expression.of(name="n", sql="SELECT 2", tables=[]).id
    assert one.tables == ("a", "b")
