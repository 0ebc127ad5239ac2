import { expect } from "chai";
import { World } from "../../../sandbox/world/world";

describe("World", () => {
  let world: World;
  beforeEach(() => {
    world = new World({ seed: 7, start: Date.UTC(2026, 10, 2) });
    world.open();
  });
  afterEach(() => world.close());

  it("moves time only by running what is due, in order, with its consequences", async () => {
    const seen: string[] = [];
    world.after(2_000, () => void seen.push(`b ${new Date().toISOString()}`));
    world.after(1_000, async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      seen.push(`a ${new Date().toISOString()}`);
    });
    await world.runFor(10_000);
    expect(seen).to.deep.equal(["a 2026-11-02T00:00:01.500Z", "b 2026-11-02T00:00:02.000Z"]);
    expect(world.now()).to.equal(Date.UTC(2026, 10, 2, 0, 0, 10));
  });

  it("lets real asynchronous work finish before time moves, one job at a time", async () => {
    const seen: string[] = [];
    const slow = (name: string, turns: number) => async () => {
      for (let i = 0; i < turns; i++) await import("node:fs").then((fs) => fs.promises.stat("."));
      seen.push(name);
    };
    world.after(1, async () => void (await world.hold(slow("first", 20))));
    world.after(1, async () => void (await world.hold(slow("second", 1))));
    world.after(2, () => void seen.push("later"));
    await world.runFor(10);
    expect(seen).to.deep.equal(["first", "second", "later"]);
  });

  it("waits longer than Node's longest timer", async () => {
    let fired = 0;
    world.after(90 * 86_400_000, () => void (fired = world.now()));
    await world.runFor(91 * 86_400_000);
    expect(fired).to.equal(Date.UTC(2026, 10, 2) + 90 * 86_400_000);
  });

  it("ends the run with the error of an action", async () => {
    world.after(5, () => {
      throw new Error("broken action");
    });
    let message = "";
    await world.runFor(10).catch((error: Error) => (message = error.message));
    expect(message).to.equal("broken action");
  });

  it("draws the same from Math.random and crypto for the same seed", () => {
    const draw = () => [Math.random(), crypto.randomUUID(), world.random.fork("x").hex(8)];
    const first = draw();
    world.close();
    world = new World({ seed: 7, start: 0 });
    world.open();
    expect(draw()).to.deep.equal(first);
    expect(first[1]).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("refuses a second world beside the first", () => {
    expect(() => new World({ seed: 1, start: 0 }).open()).to.throw("A world is open already");
  });
});
