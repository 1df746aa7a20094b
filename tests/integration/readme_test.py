"""The README's examples, as they stand there, against a running service."""

import datetime
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from service import ServiceTest

README = pathlib.Path(__file__).parents[2] / "README.md"


MONDAY = datetime.date(2026, 12, 7)  # of the README's example


def in_the_near_future(text):
    """The example's dates, moved by whole weeks to where the calendar's window is on the day of the test."""
    weeks = max(0, (datetime.date.today() - MONDAY).days // 7 + 2)

    def moved(found):
        return str(datetime.date.fromisoformat(found[0]) + datetime.timedelta(weeks=weeks))

    return re.sub(r"2026-12-\d\d", moved, text)


class Readme(ServiceTest):
    def test_examples_do_what_it_says(self):
        blocks = re.findall(r"^```sh\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)
        self.assertEqual(len(blocks), 9)
        script = "\necho '=====' \n".join(blocks).replace("127.0.0.1:8080", f"127.0.0.1:{self.service.port}")
        script = in_the_near_future(script.replace("karvon-data", str(self.service.data)))
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True,
                                 env={**os.environ, "HOME": folder, "LC_ALL": "C.UTF-8"})
        self.assertEqual(ran.returncode, 0, ran.stderr)
        booked, refused, agenda, times, link, visit, closure, tables, calendar = ran.stdout.split("=====")
        self.assertIn('"status": "confirmed"', booked)
        self.assertIn("room-double-booked", refused)
        self.assertIn('"alternatives":[{', refused)
        self.assertTrue(refused.strip().endswith("409"))
        self.assertIn(in_the_near_future("2026-12-07T14:00:00  Stage movement"), agenda)
        self.assertIn(in_the_near_future("2026-12-10T14:00:00  Stage movement"), agenda)
        self.assertEqual(len(times.split()), 3, times)
        self.assertIn("/appointments/", link)
        self.assertIn('"confirmed"', visit)
        self.assertIn("holiday: Stage movement", closure)
        self.assertIn("line 2: created", tables)
        self.assertIn("line 3: failed /capacity", tables)
        self.assertIn('"failed": 0', tables)
        self.assertIn("Stage movement", calendar)


class Docs(ServiceTest):
    """docs/README.md: each block of commands, and under it what it prints."""

    options = ("--webhook-allow", "example.org")  # no name is looked up in a test

    def test_prints_what_it_says(self):
        page = (README.parent / "docs" / "README.md").read_text()
        blocks = re.findall(r"^```sh\n(.*?)^```\n(?:```text\n(.*?)^```)?", page, re.MULTILINE | re.DOTALL)
        self.assertGreater(len(blocks), 10)
        script = "\necho '====='\n".join(commands for commands, _ in blocks)
        script = script.replace("127.0.0.1:8080", f"127.0.0.1:{self.service.port}")
        script = script.replace("karvon-data", str(self.service.data))
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True,
                                 env={**os.environ, "HOME": folder, "LC_ALL": "C.UTF-8"})
        printed = ran.stdout.split("=====\n")
        for (commands, expected), seen in zip(blocks, printed):
            self.assertEqual(seen, expected, f"{commands}\n{ran.stderr}")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(len(printed), len(blocks))


if __name__ == "__main__":
    unittest.main()
