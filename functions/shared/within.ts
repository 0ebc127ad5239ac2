/**
 * Waits for work no longer than so many milliseconds; work that would have no time is not begun. What is not waited for any more goes on by itself,
 * and has bounds of its own.
 *
 * @throws Error when the time is up, or what the work throws
 */
export async function within<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  if (milliseconds <= 0) throw new Error("There is no time left");
  const clock: { timer?: NodeJS.Timeout } = {};
  const late = new Promise<never>((_, reject) => {
    clock.timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(clock.timer);
  }
}
