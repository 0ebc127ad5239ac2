import { expect } from "chai";
import * as fc from "fast-check";
import { balanceOf, eventDigest, fatesOf, messageDigest, type PublishedMessage } from "@huut/domain";
import { postEvent } from "./post-model";

const attributes = { eventName: "INSERT", schema: "post/1" };
const good = (n: number): PublishedMessage => ({ body: JSON.stringify(postEvent({ eventId: `e-${n}` })), attributes });
const bad = (n: number): PublishedMessage => ({ body: `bad ${n}`, attributes });
const NOTHING = { storedDigests: new Set<string>(), quarantinedDigests: new Set<string>(), deadLettered: [] };

describe("balance", () => {
  it("gives every event one fate, the strongest of its traces, and counts the rest as duplicates", () => {
    const published = [good(1), good(1), good(2), bad(1), bad(1), good(3), bad(2)];
    const evidence = {
      storedDigests: new Set([eventDigest(postEvent({ eventId: "e-1" }))]),
      quarantinedDigests: new Set([messageDigest("bad 1", attributes)]),
      deadLettered: [good(2), good(1)],
    };
    expect(balanceOf(fatesOf(published, evidence))).to.deep.equal({
      published: 7,
      duplicates: 2,
      stored: 1,
      quarantined: 1,
      deadLettered: 1,
      inFlight: 2,
    });
  });

  it("takes two spellings of one event for the same event", () => {
    const [first] = [good(1)];
    const spaced = { ...first, body: JSON.stringify(JSON.parse(first.body), undefined, 2) };
    expect(balanceOf(fatesOf([first, spaced], NOTHING))).to.include({ duplicates: 1, inFlight: 1 });
  });

  it("always balances", () => {
    const message = fc.oneof(fc.nat(5).map(good), fc.nat(5).map(bad));
    fc.assert(
      fc.property(fc.array(message), fc.array(message), fc.array(fc.nat(5)), (published, deadLettered, stored) => {
        const storedDigests = new Set(stored.map((n) => eventDigest(postEvent({ eventId: `e-${n}` }))));
        const { published: all, ...rest } = balanceOf(fatesOf(published, { ...NOTHING, storedDigests, deadLettered }));
        expect(Object.values(rest).reduce((sum, n) => sum + n, 0)).to.equal(all);
        expect(all).to.equal(published.length);
      }),
    );
  });
});
