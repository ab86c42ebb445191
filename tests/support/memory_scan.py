# SPDX-License-Identifier: Apache-2.0
"""Looks through the memory of another process as root can, for texts that ought not to be there."""
import base64
import os
import re

PIECE = 4 << 20


def forms(text):
    """The forms in which a text may lie about: {name: bytes}. Of base64, what does not depend on the neighbours."""
    raw = text.encode()
    found = {"as it is": raw, "as UTF-16": text.encode("utf-16-le"), "as hex": raw.hex().encode()}
    for skip in range(3):
        # Whole groups of three bytes, wherever the text begins within one.
        inner = raw[skip:]
        inner = inner[:len(inner) - len(inner) % 3]
        found[f"as base64, {skip}"] = base64.b64encode(inner)
    return found


def maps(pid):
    with open(f"/proc/{pid}/maps", encoding="ascii", errors="replace") as file:
        for line in file:
            place, rights, *rest = line.split()
            if rights.startswith("r") and "[vvar" not in line and "[vsyscall" not in line:
                begin, end = (int(part, 16) for part in place.split("-"))
                yield begin, end, rest[-1] if len(rest) > 3 else ""


def scan(pid, texts):
    """{"TEXT as it is": how often it is in the readable memory of the process}; nothing that is not there."""
    needles = {f"{text!r} {form}": needle for text in texts for form, needle in forms(text).items()}
    pattern = re.compile(b"|".join(re.escape(needle) for needle in needles.values()))
    names = {needle: name for name, needle in needles.items()}
    overlap = max(map(len, needles.values())) - 1
    found = {}
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for begin, end, _ in maps(pid):
            carried = b""
            for at in range(begin, end, PIECE):
                try:
                    piece = os.pread(memory.fileno(), min(PIECE, end - at), at)
                except OSError:  # unmapped meanwhile, or a page that nobody may read
                    carried = b""
                    continue
                for match in pattern.finditer(carried + piece):
                    name = names[match.group()]
                    found[name] = found.get(name, 0) + 1
                carried = piece[-overlap:]
    return found
