import type { World } from "../../sandbox/world/world";

/** Lets virtual time pass until something is done. */
export async function inTime<Result>(world: World, work: Promise<Result>): Promise<Result> {
  let done = false;
  const end = work.finally(() => (done = true));
  end.catch(() => undefined);
  while (!done) {
    await world.settle();
    if (!done) await world.runFor(100);
  }
  return end;
}
