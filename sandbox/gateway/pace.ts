import { realTime } from "../world/real-time";
import type { World } from "../world/world";

/** Real milliseconds between two steps: below what a person notices. */
const stepEvery = 20;

/** Virtual milliseconds that one step makes good at most: a machine that slept does not wake to hours of work. */
const longestStep = 1_000;

/**
 * Lets virtual time pass as fast as real time, until the signal is given. While it does, nothing else may drive the world;
 * requests at the port are taken between its steps.
 * @param onError takes what failed in the world, which goes on
 */
export async function follow(world: World, signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
  let last = realTime.now();
  while (!signal.aborted) {
    await realTime.sleep(stepEvery);
    const now = realTime.now();
    const target = world.now() + Math.min(now - last, longestStep);
    last = now;
    await arrive(world, target, onError);
  }
}

/** An error ends a run of the world where it stands: it is taken up again, so that no time is lost. */
async function arrive(world: World, target: number, onError: (error: unknown) => void): Promise<void> {
  for (let attempt = 0; attempt < 10 && world.now() < target; attempt++) {
    try {
      return await world.runUntil(target);
    } catch (error) {
      onError(error);
    }
  }
}
