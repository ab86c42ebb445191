#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a person has typed, read and copied in the real window is nowhere in its memory after the lock (M1).

    tests/support/with_desktop.sh /usr/bin/python3 memory_after_lock.py PROGRAM

Reads the memory of the window as root; without that it is skipped (77).
"""
import os
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from memory_scan import scan  # noqa: E402
from screen_reader import Window  # noqa: E402
import secret_by_screen_reader as journey  # noqa: E402

CANARY = "canary-of-the-memory-2718281828"
WRONG = "canary-that-opens-nothing-31415"
SECRETS = 20


def main(program):
    if os.geteuid() != 0:
        print("skipped: only root can read the memory of the window")
        sys.exit(77)
    journey.CANARY = CANARY
    with tempfile.TemporaryDirectory() as folder:
        store = journey.Store(program, folder)
        store.command("store", "create")
        store.command("vault", "create", "contoso-dev")
        window = Window([program, "--store", store.path])
        try:
            work(window, store, folder)
            lock(window)
            judge(window, "after the lock")
            fail_to_unlock(window)
            judge(window, "after a wrong passphrase")
            unlock_again(window)
            lock(window)
            judge(window, "after the second lock")
            time.sleep(10)
            judge(window, "ten seconds later")
        finally:
            window.close()
    print("1 passed, 0 failed")


def work(window, store, folder):
    """Types, sets through another process, reveals, copies and searches."""
    journey.unlock(window)
    journey.show_vault(window)
    journey.create(window)
    value = pathlib.Path(folder) / "value"
    for number in range(SECRETS):
        value.write_text(f"{CANARY}-{number}", encoding="utf-8")
        store.command("secret", "set", f"item-{number}", "--vault", "contoso-dev", "--file", str(value))
    journey.copy(window)
    window.press("Show the value: hold, or click for a while")
    window.until(lambda: window._find("Value, shown on the screen", None) is not None, "the value")
    # That the scan finds what is there: the value on the screen.
    assert scan(window.process.pid, [CANARY]), "the scan does not find the value that is shown"


def lock(window):
    window.key("ctrl+l")
    window.expect("Unlock")


def fail_to_unlock(window):
    window.type("Passphrase", WRONG)
    window.press("Unlock")
    window.until(lambda: "not" in window.screen() and window.field("Passphrase") is not None, "the refusal")
    time.sleep(2)


def unlock_again(window):
    window.type("Passphrase", journey.PASSPHRASE)
    window.press("Unlock")
    window.expect("contoso-dev")


def judge(window, when):
    """Nothing may be left a moment after: what is under way may end."""
    texts = [CANARY, WRONG, journey.PASSPHRASE]
    found = scan(window.process.pid, texts)
    for _ in range(5):
        if not found:
            break
        time.sleep(1)
        found = scan(window.process.pid, texts)
    assert not found, f"{when}, in the memory of the window: {found}"
    print(f"nothing {when}")


if __name__ == "__main__":
    main(sys.argv[1])
