"""Bundles and the public tool age: it opens what is encrypted to its keys, what it encrypts opens as a bundle, and
neither takes a file that was changed, cut, or meant for somebody else."""

import random
import subprocess

import book

SEED = 20161103
# A bundle of one chunk of the format, and one of several.
BANKS = {"示例银行一支行": 3, "示例银行二支行": 600}
CHUNK = 64 * 1024
CHANGED = 40


def main():
    draw = random.Random(SEED)
    chunks, refusals = [], 0
    with book.directory() as place:
        path = place / "loans.db"
        book.found(path)
        (place / "loans.csv").write_text(loans(), encoding="utf-8")
        book.call(path, "loan", "import", place / "loans.csv")
        keys = {name: key(place, name) for name in ("bank", "other")}
        for bank in BANKS:
            plain, sealed, theirs = place / "plain.ipb", place / "sealed.ipb", place / "theirs.ipb"
            export(path, place, bank, plain)
            export(path, place, bank, sealed, "--reader", keys["bank"])
            chunks.append(-(-plain.stat().st_size // CHUNK))
            if age(place, "bank", sealed) != plain.read_bytes():
                raise SystemExit("age opens our file to something else, or not at all")
            if age(place, "other", sealed) is not None:
                raise SystemExit("age opened a file that was not for that key")
            for readers in (["bank"], ["other", "bank"]):
                theirs.write_bytes(encrypted(plain.read_bytes(), [keys[name] for name in readers]))
                if verified(path, place, theirs) != verified(path, place, plain):
                    raise SystemExit("we open age's file to something else")
            for file in (sealed.read_bytes(), theirs.read_bytes()):
                for _ in range(CHANGED):
                    theirs.write_bytes(spoiled(file, draw))
                    refused(path, place, theirs)
                    if age(place, "bank", theirs) is not None:
                        raise SystemExit("age took a file that was changed or cut")
                    refusals += 1
            theirs.write_bytes(encrypted(plain.read_bytes(), [keys["other"]]))
            refused(path, place, theirs)
    if chunks[0] != 1 or chunks[1] < 3:
        raise SystemExit(f"bundles of {chunks} chunks prove too little")
    print(f"ok bundles of {chunks[0]} and {chunks[1]} chunks: age opens ours, we open age's, {refusals} changed or cut files refused by both")


def loans():
    rows = ["loan_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method"]
    for bank, count in BANKS.items():
        rows += [f"{bank[4]}{n},{bank},上海样例{n}有限公司,{n + 1}00000,2019-03-01,2020-03-01,4.35,bullet" for n in range(count)]
    return "\n".join(rows)


def spoiled(file, draw):
    """The file with one bit changed, or cut short."""
    at = draw.randrange(len(file))
    changed = file[:at] + bytes([file[at] ^ 1 << draw.randrange(8)]) + file[at + 1 :]
    return draw.choice((changed, file[:at]))


def key(place, name):
    """Makes a key; returns its public half."""
    file = place / f"{name}.key"
    subprocess.run(["age-keygen", "-o", file], check=True, capture_output=True)
    return subprocess.run(["age-keygen", "-y", file], check=True, capture_output=True, encoding="ascii").stdout.strip()


def export(path, place, bank, file, *more):
    book.call(path, "export", "bank", bank, file, "--key", place / "office.key", "--force", *more)


def verified(path, place, file):
    return book.call(path, "bundle", "verify", file, "--identity", place / "bank.key", "--json")


def refused(path, place, file):
    book.call(path, "bundle", "verify", file, "--identity", place / "bank.key", expect=(book.ROWS_REFUSED,))


def encrypted(content, recipients):
    arguments = [word for recipient in recipients for word in ("-r", recipient)]
    return subprocess.run(["age", *arguments], input=content, check=True, capture_output=True).stdout


def age(place, name, file):
    """What age makes of a file with a key; none if it refuses."""
    done = subprocess.run(["age", "-d", "-i", place / f"{name}.key", file], capture_output=True)
    return done.stdout if done.returncode == 0 else None


main()
