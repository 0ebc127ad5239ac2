import { expect } from "chai";
import { follow } from "../../../sandbox/gateway/pace";
import { realTime } from "../../../sandbox/world/real-time";
import { World } from "../../../sandbox/world/world";

const start = Date.UTC(2026, 10, 2);

describe("a world that follows the clock", () => {
  let world: World;
  beforeEach(() => {
    world = new World({ seed: 1, start });
    world.open();
  });
  afterEach(() => world.close());

  /** Follows for a while of real time. */
  const followFor = async (milliseconds: number) => {
    const stop = new AbortController();
    const errors: unknown[] = [];
    const done = follow(world, stop.signal, (error) => errors.push(error));
    await realTime.sleep(milliseconds);
    stop.abort();
    await done;
    return errors;
  };

  it("gets as far as real time does", async () => {
    const due: number[] = [];
    for (const delay of [50, 100, 150]) world.after(delay, () => void due.push(delay));
    world.after(60_000, () => expect.fail("that is far off"));
    expect(await followFor(300)).to.deep.equal([]);
    expect(due).to.deep.equal([50, 100, 150]);
    expect(world.now() - start).to.be.within(200, 2_000);
  });

  it("goes on after what fails in it, and tells of it", async () => {
    let reached = false;
    world.after(20, () => {
      throw new Error("first");
    });
    world.after(40, () => Promise.reject(new Error("second")));
    world.after(100, () => void (reached = true));
    const errors = await followFor(300);
    expect(errors.map((error) => (error as Error).message)).to.deep.equal(["first", "second"]);
    expect(reached).to.equal(true);
  });

  it("stands still when it is told to stop", async () => {
    await followFor(50);
    const stopped = world.now();
    await realTime.sleep(50);
    expect(world.now()).to.equal(stopped);
  });
});
