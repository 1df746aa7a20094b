"""Strangers' linters have nothing to say about /openapi.json."""

import unittest

from document import HERE, DocumentTest


class Lint(DocumentTest):
    def test_redocly_finds_nothing(self):
        ran = self.run_tool("redocly", "lint", "--config", HERE / "redocly.yaml", "--format", "github-actions", self.document)
        findings = [line for line in ran.stdout.splitlines() if line.startswith("::")]
        self.assertEqual((ran.returncode, findings), (0, []), ran.stdout + ran.stderr)

    def test_spectral_finds_nothing(self):
        ran = self.run_tool("spectral", "lint", "--ruleset", HERE / "spectral.yaml", "--fail-severity", "hint", self.document)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)


if __name__ == "__main__":
    unittest.main()
