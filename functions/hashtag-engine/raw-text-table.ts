import type * as HuutDomain from "@huut/domain";
import type { RawTextItem } from "@huut/domain";
import { type Dynamo, write } from "../shared/dynamo";
import { readItem } from "../shared/read-item";

/** What writing an item of `raw-text` takes. */
export interface RawTextDesk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly tables: { readonly rawText: string };
}

/** How often an item is read again because somebody else has written it meanwhile. */
const MOST_TRIES = 6;

/**
 * Reads a post's item, makes the next one, and puts it where nobody has written since; else again.
 *
 * @param next the rule; `undefined` when there is nothing to write
 * @returns the item as it is then; `undefined` when there is none
 * @throws Error when there is no end of other writers
 */
export async function changeRawText(
  { domain, dynamo, tables }: RawTextDesk,
  postId: string,
  next: (seen: RawTextItem | undefined) => RawTextItem | undefined,
): Promise<RawTextItem | undefined> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const seen = await readItem<RawTextItem>(dynamo, tables.rawText, { postId });
    const item = next(seen);
    if (item === undefined) return seen;
    if (await write(dynamo, domain.rawTextWrite(item), tables)) return item;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
  }
  throw new Error(`The item of post ${postId} in raw-text is written all the time`);
}
