import entries = require("./media-manifest.json");
import { bytesOf } from "./speech/make";
import { MEDIA_PLANS, type MediaPlan } from "./speech/plan";

/** An object of the application's media bucket. */
export interface MediaObject {
  readonly key: string;
  /** Makes its bytes, the same every time. They are kept nowhere. */
  make(): Uint8Array;
}

/** The media files that the posts of `samples/posts.ndjson` name, all but the one that is missing. */
export function sampleMedia(): readonly MediaObject[] {
  return entries
    .filter(({ fate }) => fate !== "missing")
    .map(({ key, sample }) => ({ key, make: () => bytesOf(planned(sample)) }));
}

/** @throws Error for a name that is not in the plan */
function planned(name: string): MediaPlan {
  const plan = MEDIA_PLANS.flatMap(({ later, ...first }) => [first, ...(later === undefined ? [] : [later])]).find(
    (each) => each.name === name,
  );
  if (plan === undefined) throw new Error(`samples/media-manifest.json names "${name}": run \`npm run samples\`.`);
  return plan;
}
