import { expect } from "chai";
import {
  AWAITED,
  beginWrite,
  doneWrite,
  endWrite,
  heardWrite,
  MEDIA_STATES,
  parkedWrite,
  pendingKey,
  reservedWrite,
  retryWrite,
  takenWrite,
  wantedCheck,
  type CaptionsWrite,
  type MediaItem,
  type MediaState,
} from "@huut/domain";
import { CaptionsTable } from "./captions-table";
import { LATER, mediaItem, NOW } from "./media-items";

const heard = { state: "transcribed", spokenLanguage: "hi-IN", durationMs: 9_000, transcriptKey: "t" } as const;

/** Each write, and the states that it may be made from. */
const WRITES: Readonly<Record<string, readonly [(item: MediaItem) => CaptionsWrite, readonly MediaState[]]>> = {
  reserved: [(item) => reservedWrite(item, 20, LATER), ["starting", "parked"]],
  parked: [(item) => parkedWrite(item, 20, "full", LATER), ["starting", "parked"]],
  taken: [(item) => takenWrite(item, LATER), ["starting"]],
  retry: [(item) => retryWrite(item, "why", LATER), ["starting", "transcribing", "transcribed", "silent"]],
  ended: [(item) => endWrite(item, "failed", "why", LATER), AWAITED],
  heard: [(item) => heardWrite(item, heard, LATER), ["starting", "transcribing", "transcribed", "silent", "failed"]],
  done: [(item) => doneWrite(item, LATER), ["transcribed", "silent"]],
  wanted: [wantedCheck, ["starting", "transcribing", "transcribed", "silent", "failed"]],
};

describe("writes of media", () => {
  const table = new CaptionsTable();
  before(() => table.open());
  after(() => table.close());

  /** Makes a write on an item. @returns the item as it is then; nothing when the write was refused */
  const outcomeOf = async (item: MediaItem, write: CaptionsWrite): Promise<MediaItem | undefined> => {
    await table.put(item);
    return (await table.make(write)) === undefined ? table.media() : undefined;
  };

  for (const [name, [write, from]] of Object.entries(WRITES)) {
    it(`${name} is made from ${from.join(", ")} only, and never about other media`, async () => {
      const made: string[] = [];
      for (const state of MEDIA_STATES) {
        const item = mediaItem({ state });
        if (await outcomeOf(item, write(item))) made.push(state);
        const again = mediaItem({ state, beganAt: LATER });
        expect(await outcomeOf(again, write(item)), `${state}, begun again`).to.equal(undefined);
        const other = mediaItem({ state, mediaKey: "audio/u-1/other.mp3" });
        expect(await outcomeOf(other, write(item)), `${state} of other media`).to.equal(undefined);
      }
      expect(made).to.have.members([...from]);
    });
  }

  const waiting = { pending: pendingKey("transcribing", "p-1"), since: NOW };
  const parked = { pending: pendingKey("parked", "p-1"), since: NOW };
  const results: readonly (readonly [string, MediaItem, (item: MediaItem) => CaptionsWrite, Partial<MediaItem>])[] = [
    [
      "reserved: counts for its day, and keeps waiting",
      mediaItem(),
      (item) => reservedWrite(item, 20, LATER),
      { state: "starting", reservedOn: "2026-11-04", estimatedSeconds: 20, ...waiting },
    ],
    [
      "reserved after it was parked: waits from now on, without a reason",
      mediaItem({ state: "parked", reason: "full", ...parked }),
      (item) => reservedWrite(item, 20, LATER),
      { state: "starting", pending: waiting.pending, since: LATER },
    ],
    [
      "parked: waits among those that are parked, since now",
      mediaItem(),
      (item) => parkedWrite(item, 20, "full", LATER),
      { state: "parked", reason: "full", estimatedSeconds: 20, pending: parked.pending, since: LATER },
    ],
    [
      "parked again: keeps its place",
      mediaItem({ state: "parked", nudgedAt: NOW, ...parked }),
      (item) => parkedWrite(item, 20, "full", LATER),
      { state: "parked", reason: "full", ...parked },
    ],
    ["taken: is transcribing, and keeps waiting", mediaItem(), (item) => takenWrite(item, LATER), { ...waiting }],
    [
      "retry: counts, and keeps its reservation",
      mediaItem({ state: "transcribing", reservedOn: "2026-11-03", estimatedSeconds: 20 }),
      (item) => retryWrite(item, "why", LATER),
      { state: "starting", attempts: 2, reason: "why", reservedOn: "2026-11-03", ...waiting },
    ],
    [
      "heard: says what, and waits until all of it is done",
      mediaItem({ state: "transcribing", reason: "why" }),
      (item) => heardWrite(item, heard, LATER),
      { ...heard, ...waiting },
    ],
    [
      "heard after it was given up: waits again",
      mediaItem({ state: "failed", reason: "why", pending: undefined as never, since: undefined as never }),
      (item) => heardWrite(item, heard, LATER),
      { ...heard, pending: waiting.pending, since: LATER },
    ],
  ];
  for (const [what, item, write, expected] of results) {
    it(what, async () => {
      const found = await outcomeOf(item, write(item));
      expect(found).to.deep.include({ ...expected, updatedAt: LATER });
      if (expected.reason === undefined) expect(found).to.not.have.property("reason");
    });
  }

  const nudged = { nudgedAt: NOW, nudges: 3 };
  for (const [name, write, state] of [
    ["done", (item: MediaItem) => doneWrite(item, LATER), "transcribed"],
    ["ended", (item: MediaItem) => endWrite(item, "failed", "why", LATER), "parked"],
  ] as const) {
    it(`${name}: waits for nothing any more`, async () => {
      const item = mediaItem({ state, ...nudged });
      expect(await outcomeOf(item, write(item))).to.not.have.any.keys("pending", "since", ...Object.keys(nudged));
    });
  }

  for (const [what, state, write] of [
    ["taken by Transcribe", "starting", (item: MediaItem) => takenWrite(item, LATER)],
    ["given another job", "transcribing", (item: MediaItem) => retryWrite(item, "why", LATER)],
  ] as const) {
    it(`${what}: has got further, and what the sweeper did before is forgotten`, async () => {
      const item = mediaItem({ state, ...nudged });
      expect(await outcomeOf(item, write(item))).to.not.have.any.keys(...Object.keys(nudged));
    });
  }
  for (const [what, state, write] of [
    ["reserved", "starting", (item: MediaItem) => reservedWrite(item, 20, LATER)],
    ["heard", "transcribed", (item: MediaItem) => heardWrite(item, heard, LATER)],
  ] as const) {
    it(`${what} once more: has got no further, and the sweeper's count goes on`, async () => {
      const item = mediaItem({ state, ...nudged });
      expect(await outcomeOf(item, write(item))).to.include({ nudges: nudged.nudges });
    });
  }

  describe("beginWrite", () => {
    const seen = mediaItem({ state: "failed", reason: "why", reservedOn: "2026-11-03" });
    const next = mediaItem({ beganAt: LATER, updatedAt: LATER, since: LATER });

    it("puts the first item only where there is none", async () => {
      const fresh = { ...next, postId: "p-new" };
      expect(await table.make(beginWrite(fresh, undefined))).to.equal(undefined);
      expect(await table.make(beginWrite(fresh, undefined))).to.deep.equal(["ConditionalCheckFailed"]);
    });
    it("replaces all of the item that was seen", async () => {
      await table.put(seen);
      expect(await table.make(beginWrite(next, seen))).to.equal(undefined);
      expect((await table.items("captions")).find(({ postId }) => postId === "p-1")).to.deep.equal(next);
    });
    for (const [what, change] of [
      ["another state", { state: "starting" }],
      ["a later change", { updatedAt: LATER }],
      ["another beginning", { beganAt: LATER }],
    ] as const) {
      it(`is refused over ${what}`, async () => {
        await table.put(mediaItem({ ...seen, ...change }));
        expect(await table.make(beginWrite(next, seen))).to.deep.equal(["ConditionalCheckFailed"]);
      });
    }
  });
});
