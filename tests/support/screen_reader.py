# SPDX-License-Identifier: Apache-2.0
"""The window as a screen reader meets it: finds controls by name on the accessibility bus and uses them.

Names are compared without the & of mnemonics. Everything waits up to `patience` seconds for the screen.
"""
import os
import subprocess
import sys
import time

sys.path.insert(0, "/usr/lib/python3/dist-packages")
import pyatspi  # noqa: E402

fewest_looks = 3
field_roles = ("text", "password text", "combo box", "spin button")


class Window:
    def __init__(self, arguments, patience=20, environment=None):
        self.patience = patience
        self.process = subprocess.Popen(arguments, env={**os.environ, **(environment or {})})
        self.root = self.until(self._application, f"{arguments[0]} on the accessibility bus")

    def _application(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}")
        for application in pyatspi.Registry.getDesktop(0):
            try:
                if application.get_process_id() == self.process.pid and application.childCount:
                    return application
            except Exception:  # noqa: BLE001 - an application that is just coming or going
                continue
        return None

    def until(self, look, what):
        """What `look` finds as soon as it is neither None nor False."""
        end = time.monotonic() + self.patience
        looks = 0
        while True:
            found = look()
            looks += 1
            if found not in (None, False):
                return found
            # On a busy machine one look through the whole tree takes longer than all the patience.
            if looks >= fewest_looks and time.monotonic() > end:
                raise AssertionError(f"not there: {what}; there is:\n{self.names()}")
            time.sleep(0.1)

    def nodes(self, below=None):
        node = below or self.root
        try:
            node.clear_cache_single() if hasattr(node, "clear_cache_single") else node.clear_cache()
            yield node
            for index in range(node.childCount):
                child = node.getChildAtIndex(index)
                if child is not None:
                    yield from self.nodes(child)
        except Exception:  # noqa: BLE001 - it went away while it was read
            return

    @staticmethod
    def is_showing(node):
        states = node.getState()
        return states.contains(pyatspi.STATE_SHOWING) and states.contains(pyatspi.STATE_VISIBLE)

    @staticmethod
    def text_of(node):
        try:
            text = node.queryText()
            return text.getText(0, text.characterCount)
        except NotImplementedError:
            return ""

    def _find(self, name, *roles):
        wanted = [role for role in roles if role is not None]
        for node in self.nodes():
            try:
                if ((node.name or "").replace("&", "") == name and (not wanted or node.getRoleName() in wanted)
                        and self.is_showing(node)):
                    return node
            except Exception:  # noqa: BLE001
                continue
        return None

    def find(self, name, role=None):
        return self.until(lambda: self._find(name, role), f"{role or 'control'} {name!r}")

    def press(self, name, role=None):
        """Presses by the control's own action; a press that opens a modal dialog may answer late."""
        node = self.find(name, role)
        self.until(lambda: node.getState().contains(pyatspi.STATE_ENABLED), f"{name!r} enabled")
        actions = node.queryAction()
        for wanted in ("Press", "Toggle", "ShowMenu", "click", "activate", "SetFocus"):
            for index in range(actions.nActions):
                if actions.getName(index) == wanted:
                    try:
                        actions.doAction(index)
                    except Exception as error:  # noqa: BLE001
                        if "reply" not in str(error).lower():
                            raise
                    return node
        raise AssertionError(f"{name!r} has no action to press")

    def names(self):
        """What is shown, by role and name, without what fields hold."""
        shown = []
        for node in self.nodes():
            try:
                if self.is_showing(node):
                    shown.append(f"{node.getRoleName()} {node.name!r}")
            except Exception:  # noqa: BLE001
                continue
        return "\n".join(shown)

    def field(self, name):
        """The field of that name, not the label beside it."""
        return self._find(name, *field_roles)

    def type(self, name, text):
        node = self.until(lambda: self.field(name), f"field {name!r}")
        node.queryComponent().grabFocus()
        node.queryEditableText().setTextContents(text)
        return node

    def screen(self):
        words = []
        for node in self.nodes():
            try:
                if self.is_showing(node):
                    words += [node.name or "", self.text_of(node)]
            except Exception:  # noqa: BLE001
                continue
        return "\n".join(word for word in words if word)

    def expect(self, text):
        self.until(lambda: text in self.screen(), f"the words {text!r}")

    def expect_gone(self, text):
        self.until(lambda: text not in self.screen(), f"a screen without {text!r}")

    def everything_said(self):
        """Every name, description and text of every node, shown or not: where a masked value must not be."""
        said = []
        for node in self.nodes():
            try:
                said += [node.name or "", node.description or "", self.text_of(node)]
            except Exception:  # noqa: BLE001
                continue
        return "\n".join(said)

    def nameless(self):
        """Controls the keyboard reaches that have no name."""
        containers = {"frame", "filler", "panel", "viewport", "scroll pane", "layered pane", "list item", "table cell",
                      "tree item", "dialog", "window", "split pane"}
        found = []
        for node in self.nodes():
            try:
                if (node.getState().contains(pyatspi.STATE_FOCUSABLE) and self.is_showing(node)
                        and not (node.name or "").strip() and node.getRoleName() not in containers):
                    found.append(f"{node.getRoleName()} in {node.parent.getRoleName()} {node.parent.name!r}")
            except Exception:  # noqa: BLE001
                continue
        return found

    def key(self, keysym):
        subprocess.run(["xdotool", "key", "--clearmodifiers", keysym], check=True)

    def shot(self, file):
        subprocess.run(["import", "-window", "root", file], check=True)

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
