"""Writes the conformance corpus as files to begin with: fuzz/corpus/notation and fuzz/corpus/script."""

import json
import re
from pathlib import Path

root = Path(__file__).parent
cases = (root / "../tests/conformance/given.jsonl").read_text().splitlines()
expressions = {json.loads(case)["expr"] for case in cases}
strings = {text for e in expressions for text in re.findall(r'"([^"]*)"', e)}

for target, texts in [("notation", strings), ("script", expressions)]:
    folder = root / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(sorted(texts)):
        (folder / f"{number:04}").write_text(text)
    print(f"{len(texts)} texts in {folder}")
