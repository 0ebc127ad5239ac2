import type * as HuutDomain from "@huut/domain";
import type { MediaItem } from "@huut/domain";
import { type Dynamo, transactInTurn } from "../shared/dynamo";
import type { Tools } from "../shared/tools";

/** What settling needs. */
export interface Ledger {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly tables: { readonly captions: string; readonly usage: string };
  readonly tools: Tools;
}

/** Replaces what was reserved for a post's media by what was spent; once, however often it is asked for. */
export async function settle({ domain, dynamo, tables, tools }: Ledger, item: MediaItem, spent: number): Promise<void> {
  const { reservedOn, estimatedSeconds: amount = 0 } = item;
  if (reservedOn === undefined) return;
  const name = domain.reservationName(item);
  const settlement = { meter: "transcribe-seconds", name, amount, reservedOn, spent } as const;
  const refused = await transactInTurn(dynamo, domain.settleWrites(settlement, new Date().toISOString()), tables);
  if (refused === undefined && spent > 0) tools.metrics.addMetric("TranscribedSeconds", "Seconds", spent);
}
