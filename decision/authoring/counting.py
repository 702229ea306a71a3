"""How reports for rule editors tell a number of things."""


def count(number: int, thing: str) -> str:
    """A number with its noun in words.

    >>> count(1, "rule"), count(2, "example patient"), count(3, "year of use")
    ('1 rule', '2 example patients', '3 years of use')
    """
    first, *rest = thing.split(" ", 1)
    plural = f"{first}s {rest[0]}" if rest and rest[0].startswith("of ") else f"{thing}s"
    return f"{number} {thing if number == 1 else plural}"
