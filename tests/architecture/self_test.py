#!/usr/bin/env python3
"""Plants one violation at a time in a small tree, and expects exactly that finding: a check that finds nothing is only
worth something when it is known to find."""
import pathlib
import tempfile
import unittest

import house
import includes

CLEAN = {
    "scheduler/README.md": "",
    "scheduler/include/scheduler/time.hpp": "#include <chrono>\n#include <date/date.h>\n#include <tl/expected.hpp>\n",
    "scheduler/src/time.cpp": '#include "scheduler/time.hpp"\n#include "clamp.hpp"\n// never system_clock::now() here\n',
    "scheduler/src/clamp.hpp": "#include <algorithm>\n",
    "scheduler/src/recurrence.cpp": "#include <libical/ical.h>\n",
    "store/README.md": "",
    "store/include/store/journal.hpp": '#include "scheduler/time.hpp"\n',
    "store/src/journal.cpp": '#include "store/journal.hpp"\n\n#include <hiredis/hiredis.h>\n#include <unistd.h>\n',
    "api/README.md": "",
    "api/http/README.md": "",
    "api/http/include/http/server.hpp": "#include <string>\n",
    "api/http/src/server.cpp": '#include "http/server.hpp"\n\n#include <pistache/tcp.h>\n#include <boost/beast/http.hpp>\n',
    "api/src/page.cpp": "#include <http/server.hpp>\n#include <boost/json.hpp>\n",
    "api/main/README.md": "",
    "api/main/main.cpp": '#include "store/journal.hpp"\n#include <CLI/CLI.hpp>\nauto now() { return std::chrono::system_clock::now(); }\n',
    "api/main/serve.hpp": "",
    "tests/README.md": "",
    "tests/store/reply_test.cpp": '#include "reply.hpp"\n',
    "tests/fuzz/parsers/reply.cpp": '#include "reply.hpp"\n',
    "store/src/reply.hpp": "",
    "tests/http/client.hpp": "#include <sys/socket.h>\n",
    "tests/http/server_test.cpp": '#include "http/client.hpp"\n#include "http/server.hpp"\n#include <gtest/gtest.h>\n',
}


class Planted(unittest.TestCase):
    def findings(self, check, changes):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {**CLEAN, **changes}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            return check(root)

    def expect(self, check, name, text, line, what):
        findings = self.findings(check, {name: text})
        self.assertEqual(len(findings), 1, findings)
        self.assertTrue(findings[0].startswith(f"{name}:{line}: "), findings[0])
        self.assertIn(what, findings[0])
        self.assertIn("; ", findings[0], "a finding says what to do")


class Includes(Planted):
    def plant(self, name, text, line, what):
        self.expect(includes.check, name, text, line, what)

    def test_the_clean_tree_has_none(self):
        self.assertEqual(self.findings(includes.check, {}), [])

    def test_the_table_has_no_faults(self):
        self.assertEqual(includes.table_faults(), [])

    def test_a_layer_that_may_not_be_known(self):
        self.plant("scheduler/src/save.cpp", '#include <string>\n#include "store/journal.hpp"\n', 2, "scheduler may not include store")

    def test_angle_brackets_do_not_hide_it(self):
        self.plant("scheduler/src/save.cpp", "#include <store/journal.hpp>\n", 1, "scheduler may not include store")

    def test_http_knows_nothing_of_ours(self):
        self.plant("api/http/src/now.cpp", '#include "scheduler/time.hpp"\n', 1, "http may not include scheduler")

    def test_only_main_knows_the_store(self):
        self.plant("api/src/save.cpp", '#include "store/journal.hpp"\n', 1, "api may not include store")

    def test_another_folders_src(self):
        self.plant("store/src/save.cpp", '#include "../../scheduler/src/clamp.hpp"\n', 1, "scheduler's src")

    def test_a_folders_tests_see_only_that_folders_src(self):
        self.plant("tests/store/clamp_test.cpp", '#include "../../scheduler/src/clamp.hpp"\n', 1, "scheduler's src")

    def test_fuzz_targets_see_only_the_src_of_parsers(self):
        self.plant("tests/fuzz/parsers/clamp.cpp", '#include "../../../scheduler/src/clamp.hpp"\n', 1, "scheduler's src")

    def test_nobody_knows_main(self):
        self.plant("api/src/handler.cpp", '#include "../main/serve.hpp"\n', 1, "api may not include main")

    def test_tests_use_public_headers_too(self):
        self.plant("tests/clamp_test.cpp", '#include "../scheduler/src/clamp.hpp"\n', 1, "scheduler's src")

    def test_a_third_party_that_leaks_through_the_system(self):
        self.plant("calendar/src/feed.cpp", "#include <hiredis/hiredis.h>\n", 1, "calendar may not include hiredis")

    def test_the_scheduler_does_no_input_or_output(self):
        self.plant("scheduler/src/save.cpp", "#include <unistd.h>\n", 1, "scheduler may not include posix")

    def test_libical_outside_its_one_file(self):
        self.plant("scheduler/src/series.cpp", "#include <libical/ical.h>\n", 1, "scheduler/src/recurrence.cpp only")

    def test_a_public_header_that_exposes_a_third_party(self):
        self.plant("store/include/store/reply.hpp", "#include <hiredis/hiredis.h>\n", 1, "exposes hiredis")

    def test_a_public_header_that_includes_a_private_one(self):
        self.plant("scheduler/include/scheduler/clamped.hpp", '#include "../../src/clamp.hpp"\n', 1, "private")

    def test_an_unknown_third_party(self):
        self.plant("store/src/save.cpp", "#include <sqlite3.h>\n", 1, "does not know")

    def test_a_folder_without_a_layer(self):
        self.plant("mystery/box.cpp", "\n", 1, "no layer owns this folder")

    def test_a_quoted_header_that_is_not_ours(self):
        self.plant("store/src/save.cpp", '#include "hiredis/hiredis.h"\n', 1, "no file of ours")

    def test_the_wall_clock(self):
        self.plant("scheduler/src/late.cpp", "\nauto now = std::chrono::system_clock::now();\n", 2, "wall clock")

    def test_a_circle_of_headers(self):
        findings = self.findings(includes.check, {"store/src/a.hpp": '#include "b.hpp"\n', "store/src/b.hpp": '#include "a.hpp"\n'})
        self.assertEqual(len(findings), 1, findings)
        self.assertIn("store/src/a.hpp -> store/src/b.hpp -> store/src/a.hpp", findings[0])


class House(Planted):
    def plant(self, name, text, line, what):
        self.expect(house.check, name, text, line, what)

    def test_the_clean_tree_has_none(self):
        self.assertEqual(self.findings(house.check, {}), [])

    def test_a_folder_without_a_readme(self):
        findings = self.findings(house.check, {"deploy/karvon.service": ""})
        self.assertEqual([finding.split(":")[0] for finding in findings], ["deploy/README.md"])

    def test_a_file_named_after_nothing(self):
        self.plant("store/src/string_utils.cpp", "", 1, "'utils'")

    def test_a_type_named_after_nothing(self):
        self.plant("store/src/rooms.hpp", "\nclass RoomManager {};\n", 2, "'RoomManager'")

    def test_a_file_not_in_snake_case(self):
        self.plant("store/src/RedisReply.cpp", "", 1, "snake_case")

    def test_a_path_of_one_machine(self):
        # Put together here, so that this file passes the check itself.
        self.plant("scheduler/notes.txt", "see\n/" + "home/someone/notes\n", 2, "a path of one machine")


if __name__ == "__main__":
    unittest.main()
