"""What real calendar programs read from /calendar.ics is what GET /v1/events says."""

import datetime
import os
import pathlib
import subprocess
import tempfile
import unittest
import zoneinfo

import icalendar
import recurring_ical_events

from overlap import whole_agenda
from service import Service, ServiceTest

RIGA = zoneinfo.ZoneInfo("Europe/Riga")


def next_change_of_clocks():
    """The next day, three weeks from now or later, on which the clocks of Riga change: about it everything is booked."""
    day = datetime.date.today() + datetime.timedelta(days=21)

    def offset(at):
        return datetime.datetime.combine(at, datetime.time(12), RIGA).utcoffset()

    while offset(day) == offset(day + datetime.timedelta(days=1)):
        day += datetime.timedelta(days=1)
    return day + datetime.timedelta(days=1)  # a Sunday


CHANGE = next_change_of_clocks()


def on(days, time=""):
    """So many days after the change of clocks, as a date or a local date and time."""
    date = str(CHANGE + datetime.timedelta(days=days))
    return f"{date}T{time}:00" if time else date


BEGIN, END = on(-20), on(60)


class Calendar(ServiceTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        api = cls.service.client()
        room = api.create("/v1/rooms", {"name": "Черный ящик; \"Black Box\"", "campus": "Main, 2nd floor", "capacity": 40})
        other = api.create("/v1/rooms", {"name": "O‘zbek zali"})
        kim, lee = (api.create("/v1/people", {"name": name}) for name in ("김민서", "Lee"))

        def book(**fields):
            return api.create("/v1/master-classes", {"duration": "PT2H", "expert": kim, "room": room, **fields})

        book(title="Stage movement", start=on(-19, "14:00"), timeZone="Asia/Tashkent")
        book(title="무대 동작: 시선, 호흡; 균형 \\ 긴 제목 " + "움직임 " * 12, start=on(-12, "14:00"),
             description="One\nTwo; three, four")
        book(title="Two days a week", start=on(8, "10:00"),
             recurrenceRule={"frequency": "weekly", "byDay": [{"day": "mo"}, {"day": "th"}], "count": 6},
             recurrenceOverrides={on(11, "10:00"): {"excluded": True}})
        book(title="Over the change of clocks", start=on(-8, "09:00"), timeZone="Europe/Riga", expert=lee, room=other,
             recurrenceRule={"frequency": "daily", "interval": 2, "until": on(6, "09:00")})
        book(title="Over midnight", start=on(34, "23:00"), duration="PT3H", status="tentative")
        cancelled = api.post("/v1/master-classes", {"title": "Called off", "start": on(36, "10:00"),
                                                    "duration": "PT1H", "expert": kim, "room": room})
        api.delete(cancelled.headers["Location"], cancelled.etag)
        book(title="Not for the public", start=on(38, "10:00"), visibility="internal")
        cls.feed = api.get("/calendar.ics")
        cls.agenda = sorted((row["startUtc"], row["endUtc"], row["title"])
                            for row in whole_agenda(api, BEGIN, END) if row["visibility"] == "public")

    def test_agenda_is_not_empty(self):
        self.assertGreater(len(self.agenda), 80)  # the office hours are daily
        self.assertEqual(len({title for _, _, title in self.agenda}), 6)

    def test_python_icalendar_shows_the_agenda(self):
        calendar = icalendar.Calendar.from_ical(self.feed.body)
        read = set()
        for event in recurring_ical_events.of(calendar).between(datetime.date.fromisoformat(BEGIN),
                                                                datetime.date.fromisoformat(END)):
            if str(event.get("STATUS")) == "CANCELLED":
                continue
            begin, end = (event[name].dt.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
                          for name in ("DTSTART", "DTEND"))
            read.add((begin, end, str(event["SUMMARY"])))
        # The window of the agenda begins at midnight in Tashkent, that of the library at midnight UTC.
        inside = [row for row in self.agenda if BEGIN < row[0] < on(59)]
        self.assertEqual(sorted(row for row in read if BEGIN < row[0] < on(59)), inside)

    def test_texts_come_through(self):
        calendar = icalendar.Calendar.from_ical(self.feed.body)
        events = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
        self.assertEqual(str(events["Stage movement"]["LOCATION"]), "Черный ящик; \"Black Box\", Main, 2nd floor")
        [korean] = [event for title, event in events.items() if title.startswith("무대")]
        self.assertEqual(str(korean["DESCRIPTION"]), "One\nTwo; three, four")
        self.assertNotIn("Not for the public", events)
        for line in self.feed.body.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            line.decode()

    def test_khal_shows_the_agenda(self):
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder)
            (home / "calendar").mkdir()
            (home / "config").write_text(
                f"[calendars]\n[[karvon]]\npath = {home}/calendar\n"
                "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
                "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%dT%H:%M\nlongdatetimeformat = %Y-%m-%dT%H:%M\n"
                f"[sqlite]\npath = {home}/khal.db\n[default]\ndefault_calendar = karvon\n")
            (home / "feed.ics").write_bytes(self.feed.body)
            environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": folder}
            khal = ["khal", "--config", str(home / "config")]
            subprocess.run([*khal, "import", "--batch", str(home / "feed.ics")], env=environment, check=True,
                           capture_output=True)
            listed = subprocess.run(
                [*khal, "list", "--format", "{start}|{end}|{title}", "--day-format", "",
                 on(1), on(30)],
                env=environment, check=True, capture_output=True, text=True).stdout
        read = sorted(set(tuple(line.split("|", 2)) for line in listed.splitlines() if "|" in line))
        expected = sorted((row[0][:16], row[1][:16], row[2]) for row in self.agenda 
                          if on(1) < row[0] < on(31))
        self.assertEqual(read, expected)

    def test_http_is_what_clients_need(self):
        answer = self.feed
        self.assertEqual(answer.headers["Content-Type"], "text/calendar; charset=utf-8")
        self.assertTrue(answer.headers["Content-Disposition"].startswith('inline; filename="'))
        self.assertEqual(answer.headers["Cache-Control"], "private, max-age=300, must-revalidate")
        again = self.api.get("/calendar.ics", {"Accept": "text/html", "Accept-Encoding": "gzip"})
        self.assertEqual((again.body, again.etag), (answer.body, answer.etag))
        self.assertIsNone(again.headers["Content-Encoding"])
        for field, value in (("If-None-Match", answer.etag), ("If-Modified-Since", answer.headers["Last-Modified"])):
            unchanged = self.api.get("/calendar.ics", {field: value})
            self.assertEqual((unchanged.status, unchanged.body, unchanged.headers["Content-Length"]), (304, b"", None))
            self.assertEqual(unchanged.etag, answer.etag)
        head = self.api.request("HEAD", "/calendar.ics")
        self.assertEqual((head.status, head.body, head.etag), (200, b"", answer.etag))
        self.assertEqual(head.headers["Content-Length"], str(len(answer.body)))


class Restart(unittest.TestCase):
    def test_does_not_change_a_byte(self):
        service = Service().start()
        self.addCleanup(service.close)
        before = service.client().get("/calendar.ics")
        self.assertEqual(service.stop(), 0)
        service.start()
        after = service.client().get("/calendar.ics")
        self.assertEqual((after.body, after.etag), (before.body, before.etag))


if __name__ == "__main__":
    unittest.main()
