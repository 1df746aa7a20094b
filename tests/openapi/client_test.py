"""A client that is made of /openapi.json does the README's jobs."""

import pathlib
import re
import shutil
import tempfile
import unittest

from document import HERE, NODE, DocumentTest

# Ways around the types.
ESCAPES = re.compile(r"\bany\b|\bas\s+(?!const\b)\w|@ts-|\bunknown\b|!\.|!\[")

# Slips in the client that the types must show.
MISTAKES = {
    'frequency: "weekly"': 'frequency: "fortnightly"',
    'name: "Lee Jiho", roles': "roles",
    "booked.status": "booked.state",
    "capacity: null": "name: null",
    '"If-Match": etagOf': '"If-Matches": etagOf',
}


class Client(DocumentTest):
    def setUp(self):
        super().setUp()
        # Beside the modules, so that they are found.
        folder = tempfile.TemporaryDirectory(dir=NODE)
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for source in (HERE / "client").iterdir():
            shutil.copy(source, self.folder)

    def test_does_the_jobs_of_the_readme(self):
        self.expect_success(self.run_tool("openapi-typescript", self.document, "--output", self.folder / "karvon.d.ts"))
        self.expect_success(self.run_tool("tsc", "--project", self.folder))
        ran = self.run_program("node", self.folder / "readme_jobs.js",
                               KARVON_ADDRESS=f"http://127.0.0.1:{self.service.port}", KARVON_TOKEN=self.service.token)
        self.expect_success(ran)
        self.assertIn("all jobs are done", ran.stdout)

    def test_is_refused_by_the_compiler_what_the_document_does_not_say(self):
        self.expect_success(self.run_tool("openapi-typescript", self.document, "--output", self.folder / "karvon.d.ts"))
        text = (self.folder / "readme_jobs.ts").read_text()
        for number, (right, wrong) in enumerate(MISTAKES.items()):
            self.assertIn(right, text)
            (self.folder / f"mistake{number}.ts").write_text(text.replace(right, wrong))
        ran = self.run_tool("tsc", "--project", self.folder)
        refused = set(re.findall(r"(\w+)\.ts\(\d", ran.stdout, re.MULTILINE))
        self.assertEqual(refused, {f"mistake{number}" for number in range(len(MISTAKES))}, ran.stdout)

    def test_needs_no_way_around_the_types(self):
        text = (HERE / "client" / "readme_jobs.ts").read_text()
        code = re.sub(r"//.*|/\*.*?\*/|\"[^\"]*\"|`[^`]*`", "", text)
        self.assertEqual(ESCAPES.findall(code), [])

    def expect_success(self, ran):
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)


if __name__ == "__main__":
    unittest.main()
