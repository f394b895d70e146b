"""What makes the samples makes them again, byte for byte: files and truth come from one seed."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRUTH = Path("tests/files/truth_samples.json")


def files(root):
    made = [path for path in (root / "samples").rglob("*") if path.is_file() and "making" not in path.parts]
    return {path.relative_to(root): path.read_bytes() for path in [*made, root / TRUTH]}


def differences(root):
    """Files that are not what the maker makes of them."""
    with tempfile.TemporaryDirectory(prefix="ipledger-samples-") as place:
        copy = Path(place)
        shutil.copytree(root / "samples", copy / "samples")
        (copy / TRUTH).parent.mkdir(parents=True)
        # A file that is no longer made would stay as it is; one that is made stands here empty.
        for path in files(root):
            if path.suffix in (".csv", ".xls", ".xlsx", ".json") or path.name == "demo.txt":
                (copy / path).write_bytes(b"")
        subprocess.run([sys.executable, copy / "samples" / "making" / "make.py"], check=True)
        made = files(copy)
    return [str(path) for path, held in files(root).items() if made.get(path) != held], len(made)


def main():
    differ, count = differences(ROOT)
    if differ:
        raise SystemExit(f"samples: not as made: {', '.join(differ)}")
    print(f"ok {count} sample files are as their maker makes them")


if __name__ == "__main__":
    main()
