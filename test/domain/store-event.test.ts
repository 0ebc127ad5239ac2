import { expect } from "chai";
import * as fc from "fast-check";
import { compareStates, eventDigest, stateOf, storeEvent, type PostEvent } from "@huut/domain";
import { postEvent, TwoTables } from "./post-model";

const minute = (minutes: number): string => new Date(Date.UTC(2026, 10, 2, 6, minutes)).toISOString();

/** A post's life: an insert, updates, perhaps a removal; versions may tie. */
const history = fc
  .array(fc.record({ sameVersion: fc.boolean(), image: fc.boolean(), likes: fc.nat(9) }), { maxLength: 6 })
  .chain((updates) => fc.tuple(fc.constant(updates), fc.boolean()))
  .map(([updates, removed]): readonly PostEvent[] => {
    let version = 1;
    const events = [postEvent({ eventId: "insert", occurredAt: minute(0) })];
    for (const [index, { sameVersion, image, likes }] of updates.entries()) {
      if (!sameVersion) version += 1;
      const post = { version, likes, ...(image && { image: "images/a.jpg" }) };
      events.push(postEvent({ eventId: `m-${index}`, eventName: "MODIFY", occurredAt: minute(index + 1) }, post));
    }
    if (removed) {
      events.push(postEvent({ eventId: "r", eventName: "REMOVE", occurredAt: minute(50) }, { version: version + 1 }));
    }
    return events;
  });

/** The history in any order, each event once or more often. */
const deliveries = history.chain((events) =>
  fc.tuple(
    fc.constant(events),
    fc
      .tuple(
        fc.shuffledSubarray([...events], { minLength: events.length }),
        fc.array(fc.nat(events.length - 1), { maxLength: 6 }),
        fc.array(fc.nat(20), { maxLength: 6 }),
      )
      .map(([order, repeated, places]) => {
        const sent = [...order];
        repeated.forEach((index, n) =>
          sent.splice((places[n] ?? 0) % (sent.length + 1), 0, events[index] ?? events[0]!),
        );
        return sent;
      }),
  ),
);

function newest(events: readonly PostEvent[]) {
  return [...events].map(stateOf).sort(compareStates).at(-1);
}

/** The digests of all events whose trace is in the tables. */
function traces(tables: TwoTables): string[] {
  const inserts = [...tables.posts.values()]
    .map((item) => item["insertDigest"])
    .filter((digest) => digest !== undefined);
  return [...inserts, ...[...tables.updates.values()].map((row) => row["digest"])].map(String).sort();
}

describe("storeEvent", () => {
  it("ends in the newest state and one trace an event, whatever the order and the duplicates", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ([events, sent]) => {
        const tables = new TwoTables();
        const outcomes = { stored: 0, duplicate: 0, conflict: 0 };
        for (const event of sent) outcomes[(await storeEvent(event, tables)).kind] += 1;
        expect(outcomes).to.deep.equal({ stored: events.length, duplicate: sent.length - events.length, conflict: 0 });
        const { insertEventId, insertDigest, ...state } = tables.posts.get("p-1") ?? {};
        expect(state).to.deep.equal(newest(events));
        expect([insertEventId, insertDigest]).to.deep.equal(["insert", eventDigest(events[0]!)]);
        expect(traces(tables)).to.deep.equal(events.map(eventDigest).sort());
      }),
    );
  });

  it("comes to the same end when it crashes after any transaction and the event is delivered again", async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, fc.array(fc.boolean(), { maxLength: 12 }), async ([events, sent], crashes) => {
        const tables = new TwoTables();
        let commits = 0;
        tables.afterCommit = () => {
          if (crashes[commits++] === true) throw new Error("crash");
        };
        const queue = [...sent];
        for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
          const again = event;
          await storeEvent(event, tables).catch(() => queue.push(again));
        }
        expect(traces(tables)).to.deep.equal(events.map(eventDigest).sort());
        expect(tables.posts.get("p-1")).to.deep.include({ ...newest(events) });
      }),
    );
  });

  it("keeps a removed post removed when its insert comes late, and drops what was said", async () => {
    const tables = new TwoTables();
    await storeEvent(postEvent({ eventId: "r", eventName: "REMOVE", occurredAt: minute(9) }, { version: 3 }), tables);
    await storeEvent(postEvent({ eventId: "i" }), tables);
    const item = tables.posts.get("p-1");
    expect(item).to.include({ deleted: true, version: 3, insertEventId: "i" });
    expect(item).to.not.have.any.keys("text", "tags", "image", "audioFile", "videoFile");
  });

  it("removes from the item what a newer state no longer has", async () => {
    const tables = new TwoTables();
    await storeEvent(postEvent({}, { image: "images/a.jpg" }), tables);
    await storeEvent(postEvent({ eventId: "m", eventName: "MODIFY", occurredAt: minute(1) }, { version: 2 }), tables);
    expect(tables.posts.get("p-1")).to.not.have.property("image");
  });

  it("records a second insert of a post under its own identifier", async () => {
    const tables = new TwoTables();
    const second = postEvent({ eventId: "i-2", occurredAt: minute(5) }, { text: "again" });
    await storeEvent(postEvent({ eventId: "i-1" }), tables);
    expect(await storeEvent(second, tables)).to.deep.equal({ kind: "stored" });
    expect(await storeEvent(second, tables)).to.deep.equal({ kind: "duplicate" });
    expect([...tables.updates.values()]).to.have.length(1);
    expect(tables.posts.get("p-1")).to.include({ text: "again", insertEventId: "i-1" });
  });

  for (const eventName of ["INSERT", "MODIFY"] as const) {
    it(`calls a reused identifier of a ${eventName} a conflict and keeps the first content`, async () => {
      const tables = new TwoTables();
      await storeEvent(postEvent({ eventName }, { text: "first" }), tables);
      const outcome = await storeEvent(postEvent({ eventName }, { text: "second" }), tables);
      expect(outcome).to.deep.equal({
        kind: "conflict",
        reasons: [`eventId: "e-1" was already used for another event of post p-1`],
      });
      expect(tables.posts.get("p-1")).to.include({ text: "first" });
    });
  }

  it("waits out contention, and gives up with DynamoDB's codes when it does not end", async () => {
    const tables = new TwoTables();
    let left = 2;
    tables.fault = () => (left-- > 0 ? [{ code: "TransactionConflict" }] : undefined);
    expect(await storeEvent(postEvent(), tables)).to.deep.equal({ kind: "stored" });
    expect(tables.pauses).to.equal(2);
    left = 99;
    const error: unknown = await storeEvent(postEvent({ eventId: "e-2" }), tables).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/e-2 was not stored.*TransactionConflict/);
    expect(tables.posts.get("p-1")).to.include({ eventId: "e-1" });
  });

  it("does not repeat what cannot succeed", async () => {
    const tables = new TwoTables();
    tables.fault = () => [{ code: "ValidationError" }];
    const error: unknown = await storeEvent(postEvent(), tables).catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain("ValidationError");
    expect(tables.transactions).to.equal(1);
  });
});
