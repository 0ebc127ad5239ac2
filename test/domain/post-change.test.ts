import { compareStates, statesSeen } from "@huut/domain";
import { expect } from "chai";

const state = (version: number, eventId = "e-1") => ({
  postId: "p-1",
  version,
  occurredAt: "2026-11-02T05:31:07.120Z",
  eventId,
  deleted: false,
});
type State = ReturnType<typeof state>;

describe("statesSeen", () => {
  it("shows both images, the older one first", () => {
    expect(statesSeen<State>({ before: state(1), after: state(2) }).map(({ version }) => version)).to.deep.equal([
      1, 2,
    ]);
    expect(statesSeen<State>({ after: state(1) })).to.deep.equal([state(1)]);
    expect(statesSeen({})).to.deep.equal([]);
  });

  it("takes an item that is gone for a post removed after its last state and before any later one", () => {
    const [before, gone] = statesSeen<State>({ before: state(1, "zzz:z-Z_9") });
    expect(gone?.deleted).to.equal(true);
    expect(compareStates(gone!, before!)).to.be.greaterThan(0);
    expect(compareStates(gone!, state(2))).to.be.lessThan(0);
  });
});
