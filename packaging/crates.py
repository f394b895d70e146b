"""The crates inside the program: their licences as text, or an SBOM (CycloneDX 1.5). Reads `cargo metadata`."""

import hashlib
import json
import pathlib
import subprocess
import sys


def shipped():
    """The packages that go into the program for this target, without those for tests, by name."""
    text = subprocess.run(
        ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"],
        check=True, capture_output=True, text=True,
    ).stdout
    data = json.loads(text)
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    root = data["resolve"]["root"]
    seen, todo = set(), [root]
    while todo:
        node = nodes[todo.pop()]
        for dependency in node["deps"]:
            kinds = {kind["kind"] for kind in dependency["dep_kinds"]}
            if dependency["pkg"] not in seen and kinds & {None, "build"}:
                seen.add(dependency["pkg"])
                todo.append(dependency["pkg"])
    return sorted((packages[id] for id in seen), key=lambda package: (package["name"], package["version"]))


def licences():
    print("Files: *\nLicense: MIT or Apache-2.0\n")
    texts = {}
    for package in shipped():
        folder = pathlib.Path(package["manifest_path"]).parent
        files = sorted(path for path in folder.iterdir()
                       if path.is_file() and path.name.lower().startswith(("license", "licence", "copying", "unlicense")))
        print(f"{package['name']} {package['version']}: {package['license'] or 'see its text'}")
        for path in files:
            text = path.read_text("utf-8", "replace").strip()
            texts.setdefault(hashlib.sha256(text.encode()).hexdigest(), (text, []))[1].append(package["name"])
    for text, names in sorted(texts.values(), key=lambda of: of[1]):
        print(f"\n---- {', '.join(sorted(set(names)))}\n\n{text}")


def sbom(version, commit):
    components = []
    for package in shipped():
        component = {
            "type": "library", "name": package["name"], "version": package["version"],
            "purl": f"pkg:cargo/{package['name']}@{package['version']}",
        }
        if package["license"]:
            component["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
        components.append(component)
    print(json.dumps({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {
            "type": "application", "name": "ipledger", "version": version,
            "properties": [{"name": "commit", "value": commit}],
        }},
        "components": components,
    }, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    {"licences": licences, "sbom": sbom}[what](*rest)
