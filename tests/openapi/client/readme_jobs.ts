// The jobs of README.md, done by a client whose types are made of /openapi.json.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./karvon.js";

const address = process.env["KARVON_ADDRESS"];
const token = process.env["KARVON_TOKEN"];
assert(address && token, "KARVON_ADDRESS and KARVON_TOKEN say where it runs");

const karvon = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } });

type Problem = components["schemas"]["Problem"];
interface Answered<T> { data?: T; error?: Problem; response: Response }

/** What was asked for, or the reason why not. */
function got<T>({ data, error, response }: Answered<T>): NonNullable<T> {
  if (data === undefined || data === null) throw new Error(`${response.status} ${error?.title}: ${error?.detail}`);
  return data;
}

function etagOf(response: Response): string {
  const etag = response.headers.get("ETag");
  assert(etag, "a strong ETag comes with every object");
  return etag;
}

async function somePeopleAndARoom() {
  const room = got(await karvon.POST("/v1/rooms", {
    body: { name: "Black Box", campus: "Main", capacity: 40, features: ["piano"] },
  }));
  const kim = got(await karvon.POST("/v1/people", {
    body: { name: "Kim Minseo", email: "kim@example.org", roles: ["expert"] },
  }));
  const lee = got(await karvon.POST("/v1/people", { body: { name: "Lee Jiho", roles: ["expert"] } }));
  return { room, kim, lee };
}

type Cast = Awaited<ReturnType<typeof somePeopleAndARoom>>;

async function bookAMasterClass({ room, kim }: Cast) {
  const booked = got(await karvon.POST("/v1/master-classes", {
    body: {
      title: "Stage movement", start: "2030-12-02T14:00:00", timeZone: "Asia/Tashkent", duration: "PT2H",
      expert: kim.id, room: room.id, capacity: 25,
      recurrenceRule: { frequency: "weekly", byDay: [{ day: "mo" }, { day: "th" }], count: 6 },
    },
  }));
  assert.equal(booked.status, "confirmed");
  assert.equal(booked.recurrenceRule?.byDay.length, 2);
}

async function beRefusedWithAlternatives({ room, lee }: Cast) {
  const voice = { title: "Voice", start: "2030-12-05T15:00:00", duration: "PT1H", expert: lee.id, room: room.id };
  const { error, response } = await karvon.POST("/v1/master-classes", { body: voice });
  assert.equal(response.status, 409);
  assert(error, "a refusal says why");
  assert.equal(error.type, "/problems/scheduling-conflict");
  assert.equal(error.conflicts?.[0]?.rule, "room-double-booked");
  assert.equal(error.conflicts[0].resource.name, "Black Box");
  const alternative = error.alternatives?.[0];
  assert(alternative, "and what would work instead");
  const { start, timeZone } = alternative;
  const instead = { ...voice, start, timeZone, room: alternative.room ?? room.id };
  const preview = await karvon.POST("/v1/master-classes", { params: { query: { dryRun: true } }, body: instead });
  assert.equal(preview.response.status, 200);
  assert.equal(got(preview).start, start);
}

async function lookAtTheAgenda() {
  const { events } = got(await karvon.GET("/v1/events", { params: { query: { from: "2030-12-02", to: "2030-12-07" } } }));
  const rows = events.filter((row) => row.kind === "master-class").map((row) => `${row.start}  ${row.title}`);
  assert.deepEqual(rows, ["2030-12-02T14:00:00  Stage movement", "2030-12-05T14:00:00  Stage movement"]);
}

async function findATime({ kim, lee }: Cast) {
  const found = got(await karvon.POST("/v1/availability", {
    body: {
      people: [kim.id, lee.id], room: { capacity: 20, features: ["piano"] }, duration: "PT90M",
      between: { from: "2030-12-02", to: "2030-12-07" }, limit: 3,
    },
  }));
  assert.equal(found.times.length, 3);
  assert.match(found.times[0]?.start ?? "", /^2030-12-0\d/);
}

async function giveASlotToAVisitor() {
  const { items } = got(await karvon.GET("/v1/office-hours"));
  const first = items[0];
  assert(first, "the department has office hours");
  const path = { id: first.id };
  const read = await karvon.GET("/v1/office-hours/{id}", { params: { path } });
  const hours = got(await karvon.PATCH("/v1/office-hours/{id}", {
    params: { path, header: { "If-Match": etagOf(read.response) } },
    body: { slotDuration: "PT20M" },
  }));
  assert.equal(hours.slotDuration, "PT20M");

  const query = { from: "2030-01-16", to: "2030-01-17" };
  const { slots } = got(await karvon.GET("/v1/office-hours/{id}/slots", { params: { path, query } }));
  const free = slots.find((slot) => slot.free);
  assert(free, "a slot is free");
  const appointment = got(await karvon.POST("/v1/office-hours/{id}/appointments", {
    params: { path, header: { "Idempotency-Key": "the-visitor-s-wish" } },
    body: { start: free.start, visitor: { name: "Nodira", email: "nodira@example.org" }, purpose: "Exchange" },
  }));
  assert.equal(appointment.status, "booked");
  assert.match(appointment.manageUrl ?? "", /\/appointments\/./);
}

async function planAVisit({ room, lee }: Cast) {
  const { items } = got(await karvon.GET("/v1/institutions"));
  const induk = items.find(({ name }) => name === "Induk University");
  assert(induk, "the partner is known");
  const visit = got(await karvon.POST("/v1/visits", {
    body: {
      title: "Induk University", institution: induk.id, arrival: "2031-04-07T09:00:00", departure: "2031-04-09T18:00:00",
      hosts: [lee.id], delegates: [{ name: "Lee Jiho", role: "rector" }],
      stops: [{ title: "Welcome", start: "2031-04-07T11:00:00", duration: "PT1H", room: room.id, hosts: [lee.id] }],
    },
  }));
  assert.equal(visit.status, "confirmed");
  assert.equal(visit.stops[0]?.startUtc, "2031-04-07T06:00:00Z");
}

async function closeOverWhatIsBooked() {
  const closure = got(await karvon.POST("/v1/closures", {
    body: { name: "Roof repair", from: "2030-12-05", to: "2030-12-05" },
  }));
  const touched = (closure.warnings ?? []).map((each) => `${each.rule}: ${each.event?.title}`);
  assert(touched.includes("holiday: Stage movement"), touched.join("; "));
}

/** null takes away what may be taken away (RFC 7396). */
async function takeAwayACapacity({ room }: Cast) {
  const path = { id: room.id };
  const read = await karvon.GET("/v1/rooms/{id}", { params: { path } });
  const header = { "If-Match": etagOf(read.response) };
  const changed = got(await karvon.PATCH("/v1/rooms/{id}", { params: { path, header }, body: { capacity: null } }));
  assert.equal(changed.capacity, undefined);
  const stale = await karvon.PATCH("/v1/rooms/{id}", { params: { path, header }, body: { capacity: 10 } });
  assert.equal(stale.response.status, 412);
}

const cast = await somePeopleAndARoom();
await bookAMasterClass(cast);
await beRefusedWithAlternatives(cast);
await lookAtTheAgenda();
await findATime(cast);
await giveASlotToAVisitor();
await planAVisit(cast);
await closeOverWhatIsBooked();
await takeAwayACapacity(cast);
console.log("all jobs are done");
