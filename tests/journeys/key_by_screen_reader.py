#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Create, use, rotate, delete and recover a key in the real window through the accessibility bus.

    tests/support/with_desktop.sh /usr/bin/python3 key_by_screen_reader.py PROGRAM
"""
import json
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from screen_reader import Window  # noqa: E402
import secret_by_screen_reader as journey  # noqa: E402

MESSAGE = "a message that is signed"


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        store = journey.Store(program, folder)
        store.command("store", "create")
        store.command("vault", "create", "contoso-dev")
        window = Window([program, "--store", store.path])
        try:
            journey.unlock(window)
            show_keys(window)
            create(window)
            sign_and_verify(window)
            rotate(window, store)
            delete_and_recover(window)
        finally:
            window.close()
        judge_audit(json.dumps(store.command("audit", "list")))
    print("1 passed, 0 failed")


def go_to(window, words, result):
    """Through the command palette, as the keyboard goes anywhere."""
    time.sleep(0.5)  # the window manager gives the focus
    window.key("ctrl+k")
    window.find("Go to", "text")
    journey.keys(window, words)
    window.until(lambda: result in window.screen(), f"{result!r} among the results")
    window.key("Return")


def row(window, name):
    return window.until(lambda: window._find(name, "table cell"), f"the row {name!r}")


def focus(window, table):
    window.find(table, "table").queryComponent().grabFocus()
    time.sleep(0.5)


def judge_names(window):
    assert window.nameless() == [], window.nameless()


def show_keys(window):
    go_to(window, "contoso-dev keys", "Keys, Vault")
    window.expect("No keys yet")
    judge_names(window)


def create(window):
    window.press("New key", "push button")
    window.type("Name", "app-signing")
    judge_names(window)
    window.press("Create key")
    row(window, "app-signing")
    window.until(lambda: window._find("New key", "dialog") is None, "a closed editor")
    judge_names(window)


def sign_and_verify(window):
    window.press("Use\u2026", "push button")
    window.expect("Crypto console")
    window.until(lambda: window.field("Input") is not None, "the input")
    judge_names(window)
    window.type("Input", MESSAGE)
    window.press("Sign", "push button")
    window.expect("Signed")
    window.press("Verify", "page tab")
    window.press("Verify signature")
    window.expect("The signature is valid")
    window.type("Input", MESSAGE + ", changed")
    window.press("Verify signature")
    window.expect("The signature is not valid")
    judge_names(window)


def rotate(window, store):
    window.key("alt+Left")
    row(window, "app-signing")
    time.sleep(0.5)
    window.press("Rotate\u2026", "push button")
    window.press("Rotate now")
    window.expect("Rotated app-signing")
    window.expect("Versions 2")
    # Another process is answered by the window that holds the store.
    versions = store.command("key", "list", "--vault", "contoso-dev")
    assert "app-signing" in json.dumps(versions), versions


def delete_and_recover(window):
    row(window, "app-signing")
    focus(window, "Keys")
    window.key("Delete")
    window.press("Delete 1 key")
    window.expect("No keys yet")
    go_to(window, "contoso-dev deleted", "Deleted, Vault")
    row(window, "app-signing")
    focus(window, "Deleted items")
    window.key("ctrl+a")
    window.press("Recover", "push button")
    window.expect("Nothing is deleted")
    go_to(window, "contoso-dev keys", "Keys, Vault")
    row(window, "app-signing")


def judge_audit(rows):
    for operation in ("KeyCreate", "KeySign", "KeyVerify", "KeyRotate", "KeyDelete", "KeyRecover"):
        assert operation in rows, f"no audit row of {operation}"
    assert MESSAGE not in rows, "what was signed is in the audit log"
    for part in ('"d":', '"dp":', "PRIVATE KEY"):
        assert part not in rows, f"{part} is in the audit log"


if __name__ == "__main__":
    main(sys.argv[1])
