import { makeWithdrawCaptions } from "../../functions/caption-pipeline/withdraw-captions";
import { MagicFunction, fromQueue } from "../shared";
import { type CaptionPart, functionArgs } from "./args";
import { type CaptionQueues, TIMEOUTS } from "./queues";
import { type CaptionTables } from "./tables";

const WITHDRAWALS_AT_ONCE = 5;

/** Takes captions of removed posts, and of media that posts have no more, away. */
export function makeWithdraw(part: CaptionPart, tables: CaptionTables, queues: CaptionQueues): MagicFunction {
  const { args, parent } = part;
  const withdraw = new MagicFunction(
    "withdraw-captions",
    {
      ...functionArgs(part),
      description: "Takes captions and transcripts of removed media away",
      handler: makeWithdrawCaptions(),
      timeoutSeconds: TIMEOUTS.withdrawCaptions,
      environment: {
        CAPTIONS_TABLE: tables.captions.name,
        CURATED_BUCKET: args.curated.name,
        PUBLISHED_BUCKET: args.published.name,
      },
      grants: [
        ...queues.withdrawals.consume(),
        ...tables.captions.grant("dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem", "dynamodb:DeleteItem"),
        ...args.published.grantOn(["captions/"], "s3:ListBucket", "s3:DeleteObject"),
        ...args.curated.grantOn(["transcripts/"], "s3:ListBucket", "s3:DeleteObject"),
      ],
    },
    { parent },
  );
  fromQueue("withdrawals-to-withdraw-captions", withdraw, queues.withdrawals, {
    enabled: args.active,
    maximumConcurrency: WITHDRAWALS_AT_ONCE,
  });
  return withdraw;
}
