import { makeSuggestHashtags } from "../../functions/hashtag-engine/suggest-hashtags";
import { MagicFunction, type Table, fromQueue } from "../shared";
import { type HashtagPart, functionArgs } from "./args";
import { type HashtagQueues, TIMEOUTS } from "./queues";
import { type HashtagTables, TAG_INDEX } from "./tables";

const SUGGESTIONS_AT_ONCE = 5;

/** Writes the author's tags, and suggestions beside them. */
export function makeSuggest(
  part: HashtagPart,
  tables: HashtagTables & { readonly trends: Table },
  queues: HashtagQueues,
): MagicFunction {
  const { args, parent } = part;
  const suggest = new MagicFunction(
    "suggest-hashtags",
    {
      ...functionArgs(part),
      description: "Keeps the tags of posts, and suggests others in their language",
      handler: makeSuggestHashtags(),
      timeoutSeconds: TIMEOUTS.suggestHashtags,
      environment: {
        RAW_TEXT_TABLE: tables.rawText.name,
        HASHTAGS_TABLE: tables.hashtags.name,
        POSTS_TABLE: args.posts.name,
        CAPTIONS_TABLE: args.captions.name,
        TRENDS_TABLE: tables.trends.name,
        TAG_INDEX,
        USER_INDEX: args.postsByUser,
        SUGGESTIONS_QUEUE_URL: queues.suggestions.url,
      },
      grants: [
        ...queues.suggestions.consume(),
        ...queues.suggestions.grant("sqs:ChangeMessageVisibility"),
        ...args.posts.grant("dynamodb:GetItem"),
        ...args.posts.grantIndex(args.postsByUser, "dynamodb:Query"),
        ...args.captions.grant("dynamodb:GetItem"),
        ...tables.rawText.grant("dynamodb:GetItem", "dynamodb:PutItem"),
        ...tables.hashtags.grant("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem"),
        ...tables.hashtags.grantIndex(TAG_INDEX, "dynamodb:Query"),
        ...tables.trends.grant("dynamodb:GetItem"),
      ],
    },
    { parent },
  );
  fromQueue("suggestions-to-suggest-hashtags", suggest, queues.suggestions, {
    enabled: args.active,
    maximumConcurrency: SUGGESTIONS_AT_ONCE,
  });
  return suggest;
}
