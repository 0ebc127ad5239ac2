import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type * as HuutDomain from "@huut/domain";
import type { Posting, PostMarker, SearchHit, SearchQuery } from "@huut/domain";
import type { Dynamo } from "../shared/dynamo";
import { queryAll } from "../shared/query";
import { someAtOnce } from "../shared/some-at-once";

/** What a search reads from. */
export interface SearchDesk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly searchTerms: string;
  readonly now: string;
}

/** Partitions that are read at a time: a search of eight words has 32 a month. */
const READS_AT_ONCE = 32;
/** Keys of one call of BatchGetItem. */
const MOST_KEYS = 100;
/** Rounds of a batch: DynamoDB leaves keys over when it is throttled. */
const MOST_ROUNDS = 5;

/** Postings of each word, the newest months first, until there are enough to rank. */
export async function readPostings(
  { domain, dynamo, searchTerms, now }: SearchDesk,
  query: SearchQuery,
): Promise<ReadonlyMap<string, readonly Posting[]>> {
  const limit = domain.postingsAPartition(query);
  const postings = new Map<string, Posting[]>([...query.terms, ...query.without].map((term) => [term, []]));
  const partitions = [...postings.keys()].map(
    (term) => [term, domain.termShards(term, now, domain.SEARCH_MONTHS)] as const,
  );
  for (let month = 0; month < domain.SEARCH_MONTHS; month += 1) {
    const shards = partitions.flatMap(([term, months]) => (months[month] ?? []).map((shard) => [term, shard] as const));
    await someAtOnce(shards, READS_AT_ONCE, async ([term, shard]) => {
      const partition = ["termShard", shard] as const;
      postings.get(term)?.push(...(await queryAll<Posting>(dynamo, { table: searchTerms, partition, limit })));
    });
    const found = query.terms.reduce((sum, term) => sum + (postings.get(term)?.length ?? 0), 0);
    if (found >= domain.RANK_PARAMETERS.postings) break;
  }
  return postings;
}

/** Those of the hits whose posts are still there, by their markers as they are now. */
export async function standing(
  { domain, dynamo, searchTerms }: SearchDesk,
  hits: readonly SearchHit[],
): Promise<readonly SearchHit[]> {
  const { sdk, client, marshall, unmarshall } = dynamo;
  const markers: PostMarker[] = [];
  for (let first = 0; first < hits.length; first += MOST_KEYS) {
    let keys: Record<string, AttributeValue>[] = hits
      .slice(first, first + MOST_KEYS)
      .map(({ postId }) => marshall(domain.markerKey(postId)));
    for (let round = 1; keys.length > 0; round += 1) {
      if (round > MOST_ROUNDS) throw new Error(`DynamoDB left the markers of ${keys.length} posts unread`);
      if (round > 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** round));
      // Consistent: a post that was removed a moment ago must not show.
      const input = { RequestItems: { [searchTerms]: { Keys: keys, ConsistentRead: true } } };
      const { Responses, UnprocessedKeys } = await client.send(new sdk.BatchGetItemCommand(input));
      markers.push(...(Responses?.[searchTerms] ?? []).map((item) => unmarshall(item) as PostMarker));
      keys = UnprocessedKeys?.[searchTerms]?.Keys ?? [];
    }
  }
  return domain.withoutRemoved(hits, markers);
}
