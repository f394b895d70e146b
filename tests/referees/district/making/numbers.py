"""Check characters and spellings of the field's numbers (ZC 0006-2003, GB 32100-2015, GB 11714)."""

CODE_31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TYPE_DIGIT = {"invention": 1, "utility": 2, "design": 3}


def application_check(digits: str) -> str:
    """The check character of an application number of 8 or 12 digits."""
    weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]
    return "0123456789X"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


def application_no(digits: str) -> str:
    return f"{digits}.{application_check(digits)}"


def wrong_check(number: str) -> str:
    """The same digits under another check character."""
    digits, check = number.split(".")
    return digits + "." + ("3" if check != "3" else "7")


def organisation_code(body: str) -> str:
    """Eight characters and their check (GB 11714)."""
    total = sum(CODE_36.index(c) * w for c, w in zip(body, [3, 7, 9, 10, 5, 8, 4, 2]))
    check = 11 - total % 11
    return body + {10: "X", 11: "0"}.get(check, str(check))


def credit_code(region: str, body: str, head: str = "91") -> str:
    """A unified social credit code with both checks right (GB 32100-2015)."""
    first = head + region + organisation_code(body)
    total = sum(CODE_31.index(c) * pow(3, i, 31) for i, c in enumerate(first))
    return first + CODE_31[(31 - total % 31) % 31]


def full_width(text: str) -> str:
    """Digits and letters as a Chinese input method types them."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def excel_serial(day) -> int:
    """A spreadsheet's count of days."""
    return day.toordinal() - 693594


# Printed in public sources (domain sheet 2.1, 2.4).
assert application_no("201610281886") == "201610281886.0"
assert application_no("201710362272") == "201710362272.X"
assert application_no("95115608") == "95115608.X"
assert credit_code("310106", "79892564") == "91310106798925642J"
