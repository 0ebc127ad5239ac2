import type * as HuutDomain from "@huut/domain";
import type { LedgerItem, PostLedger } from "@huut/domain";
import { type Dynamo, transactInTurn } from "../shared/dynamo";
import { readItem } from "../shared/read-item";

/** What changing a post's ledger takes. */
export interface LedgerDesk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly tables: { readonly "tag-activity": string };
}

/** How often a ledger is read again because somebody else has written it meanwhile. */
const MOST_TRIES = 6;

/**
 * Reads what was seen of a post, makes the next ledger, and writes it with the votes that follow from it in one transaction, where nobody
 * has written since; else begins anew.
 *
 * @param next the rule; the same ledger when there is nothing new
 * @returns how many items were written; 0 when the ledger knew it all
 * @throws Error when there is no end of other writers
 */
export async function changeLedger(
  { domain, dynamo, tables }: LedgerDesk,
  postId: string,
  next: (ledger: PostLedger) => PostLedger,
): Promise<number> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const before = await readItem<LedgerItem>(dynamo, tables["tag-activity"], domain.ledgerKey(postId));
    const ledger = before === undefined ? domain.emptyLedger(postId) : domain.canonical(before);
    const after = next(ledger);
    if (after === ledger) return 0;
    const writes = domain.voteWrites(before === undefined ? undefined : ledger, after);
    if (writes.length === 0) return 0;
    if ((await transactInTurn(dynamo, writes, tables)) === undefined) return writes.length;
    // Full jitter, so that the writers do not meet again.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
  }
  throw new Error(`The votes of post ${postId} are written all the time`);
}
