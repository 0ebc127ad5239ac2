/** Does something for each of a list's parts, so many at a time; the first failure ends it. */
export async function someAtOnce<Part>(
  parts: readonly Part[],
  atOnce: number,
  work: (part: Part) => Promise<unknown>,
): Promise<void> {
  const left = parts.values();
  const worker = async (): Promise<void> => {
    for (const part of left) await work(part);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, parts.length) }, worker));
}
