"""Builds and writes the rows of an export with the PyPI package `dsfinvk`; then lets its validator read the export."""

import csv
import sys
import time
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from dsfinvk import collection, models

export, target = Path(sys.argv[1]), sys.argv[2]
by_file = {
    m._filename: m
    for m in vars(models).values()
    if isinstance(m, type) and isinstance(getattr(m, "_filename", None), str)
}


def value(field, text):
    kind = type(field).__name__
    if text == "":
        return None
    if "Numeric" in kind:
        number = Decimal(text.replace(",", "."))
        return int(number) if getattr(field, "places", 0) == 0 else number
    if "Bool" in kind:
        return text == "1"
    if "DateTime" in kind:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    return text


rows = []
for file, model in by_file.items():
    path = export / file
    if not path.exists():
        continue
    with open(path, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            fields = {f.name: f for f in model._fields}
            rows.append((model, [(k, value(fields[k], v)) for k, v in row.items() if k in fields and v != ""]))

begun = time.perf_counter()
made = collection.Collection()
for model, columns in rows:
    record = model()
    for name, content in columns:
        setattr(record, name, content)
    made.add(record)
built = time.perf_counter()
made.write(target, str(export / "index.xml"), str(export / "gdpdu-01-09-2004.dtd"))
done = time.perf_counter()
spent = done - begun
print(f"{spent:.2f} s, {len(rows) / spent:.0f} rows/s (writing alone {done - built:.2f} s, {len(rows) / (done - built):.0f} rows/s)")
