#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Create, copy, delete and recover a secret in the real window through the accessibility bus.

    tests/support/with_desktop.sh /usr/bin/python3 secret_by_screen_reader.py PROGRAM
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from screen_reader import Window  # noqa: E402

CANARY = "canary-of-the-journey-3141"
PASSPHRASE = "a passphrase of the test only"


class Store:
    def __init__(self, program, folder):
        self.program = program
        self.path = str(pathlib.Path(folder) / "store")
        self.passphrase_file = str(pathlib.Path(folder) / "passphrase")
        pathlib.Path(self.passphrase_file).write_text(PASSPHRASE + "\n", encoding="utf-8")

    def command(self, *words):
        done = subprocess.run([self.program, *words, "--store", self.path, "--passphrase-file", self.passphrase_file,
                               "--json"], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return json.loads(done.stdout)


def keys(window, text):
    subprocess.run(["xdotool", "type", text], check=True)
    window.until(lambda: text in window.screen(), f"what was typed: {text}")


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder)
        store.command("store", "create")
        store.command("vault", "create", "contoso-dev")
        window = Window([program, "--store", store.path])
        try:
            unlock(window)
            show_vault(window)
            create(window)
            # Another process is answered by the window that holds the store.
            assert "db-password" in json.dumps(store.command("secret", "list", "--vault", "contoso-dev"))
            copy(window)
            delete_and_recover(window)
        finally:
            window.close()
        judge_audit(json.dumps(store.command("audit", "list")))
        assert CANARY not in json.dumps(store.command("audit", "list"))
    print("1 passed, 0 failed")


def unlock(window):
    assert window.nameless() == [], window.nameless()
    window.type("Passphrase", PASSPHRASE)
    window.press("Unlock")
    window.expect("Find a vault")


def show_vault(window):
    time.sleep(0.5)  # the window manager gives the focus
    window.key("ctrl+k")
    window.find("Go to", "text")
    keys(window, "contoso-dev")
    window.until(lambda: "Secrets, Vault" in window.screen(), "the vault among the results")
    window.key("Return")
    window.expect("No secrets yet")


def create(window):
    window.press("New secret")
    window.type("Name", "db-password")
    window.type("Value", CANARY)
    window.press("Create secret")
    window.expect("db-password")
    window.until(lambda: window._find("New secret", "dialog") is None, "a closed editor")
    assert CANARY not in window.everything_said(), "a masked value is on the accessibility bus"
    assert window.nameless() == [], window.nameless()


def copy(window):
    window.until(lambda: window._find("db-password", "table cell") is not None, "the row of the secret")
    time.sleep(0.5)
    window.key("ctrl+c")
    window.expect("Clear now")
    assert CANARY not in window.everything_said(), "copying has shown the value"


def delete_and_recover(window):
    window.key("Delete")
    window.press("Delete 1 secret")
    window.press("Undo")
    window.until(lambda: window._find("db-password", "table cell") is not None, "the recovered secret")


def judge_audit(rows):
    for operation in ("SecretSet", "SecretGet", "SecretDelete", "SecretRecover"):
        assert operation in rows, f"no audit row of {operation}"


if __name__ == "__main__":
    main(sys.argv[1])
