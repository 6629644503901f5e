"""What `make release` says of what is linked: valid SPDX 2.3, and not silent about what is known to be there.

usage: sbom.py FILE.spdx.json…   (in an environment with spdx-tools)
"""

import json
import pathlib
import sys

from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

EVERYWHERE = {"swift", "swift-nio", "swift-nio-ssl", "swift-crypto", "boringssl", "libpg_query", "postgresql"}

failed = 0
for file in map(pathlib.Path, sys.argv[1:]):
    problems = [m.validation_message for m in validate_full_spdx_document(parse_file(str(file)), "SPDX-2.3")]
    packages = json.loads(file.read_text())["packages"]
    names = {package["name"] for package in packages}
    problems += [f"nothing is said of {name}" for name in sorted(EVERYWHERE - names)]
    if not any(name.startswith("libre2") for name in names):
        problems.append("nothing is said of RE2")
    problems += [f"{p['name']} has no licence" for p in packages[1:] if p["licenseDeclared"] == "NOASSERTION"]
    print("✘" if problems else "✔", f"{file.name}: {len(packages)} packages", *problems, sep="\n    " if problems else " ")
    failed += bool(problems)
sys.exit(1 if failed else 0)
