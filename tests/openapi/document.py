"""What the tests of the document share: where it is, and the programs of the node folder."""

import os
import pathlib
import subprocess

from service import ServiceTest

HERE = pathlib.Path(__file__).parent
NODE = pathlib.Path(os.environ["KARVON_NODE_FOLDER"])
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}


class DocumentTest(ServiceTest):
    """A running service, and its document in a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.service.data / "openapi.json"
        cls.document.write_bytes(cls.service.client().get("/openapi.json").body)

    def run_program(self, *command, **environment):
        return subprocess.run([str(each) for each in command], capture_output=True, text=True, cwd=self.service.data,
                              env={**os.environ, **QUIET, **environment})

    def run_tool(self, name, *arguments):
        return self.run_program("node", NODE / "node_modules" / ".bin" / name, *arguments)
