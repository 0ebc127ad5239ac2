import type * as HuutDomain from "@huut/domain";
import type { PostObservation } from "@huut/domain";
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { loadDynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadTools } from "../shared/tools";
import { eachPost, type PostChange } from "./table-changes";
import { changeLedger } from "./vote-ledger";

/**
 * What a change lets see of a post: both images, for the old one may be of an event that comes late or never. Tags that stand in the text
 * count as those that the application lists. A post that is too old to vote is not looked at: its votes are gone, or about to go.
 */
function observationsOf(domain: typeof HuutDomain, { before, after }: PostChange, now: string): PostObservation[] {
  const states = domain.statesSeen<PostObservation & { readonly tags?: readonly string[]; readonly text?: string }>({
    before,
    after,
  });
  const is = states.at(-1);
  if (is === undefined || !domain.concernsTrends(before, is) || !domain.canVote(is.createdAt, now)) return [];
  return states.map((state) => ({ ...state, tags: domain.manualTags(state).map(({ tag }) => tag) }));
}

/**
 * Makes the reader of changes of posts that keeps `tag-activity`: what was seen of each post, and the votes that follow from it, in one
 * transaction. Any order of the changes, with any of them repeated, ends in the same votes.
 */
export function makeCountVotes() {
  const clients = lazily(loadDynamo);
  const tools = lazily(loadTools);

  return async (event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => {
    const env = environment("TAG_ACTIVITY_TABLE");
    const domain = await import("@huut/domain");
    const dynamo = await clients();
    const desk = { domain, dynamo, tables: { "tag-activity": env.TAG_ACTIVITY_TABLE } };
    const used = await tools();
    return eachPost(event, dynamo, used, async (postId, changes) => {
      const now = new Date().toISOString();
      const seen = changes.flatMap((change) => observationsOf(domain, change, now));
      if (seen.length === 0) return;
      const written = await changeLedger(desk, postId, (ledger) => seen.reduce(domain.observePost, ledger));
      used.metrics.addMetric("VoteItemsWritten", "Count", written);
    });
  };
}
