import type { ConditionalWrite } from "../../conditional-write";
import type { Instant } from "../../time";
import { pendingKey, type CaptionItem, type CorrectionItem } from "../items";

type CaptionsWrite = ConditionalWrite<"captions">;
type Captions = Pick<CaptionItem, "postId" | "language" | "mediaVersion">;

/** Names a correction among those that are owed: no other one of the post's media has this name. */
export function debtOf({ language, revision }: Pick<CorrectionItem, "language" | "revision">): string {
  return `${language}@${revision}`;
}

/**
 * Notes on the captions of the spoken language that files and translations are still to follow a correction, as part of the transaction
 * that writes it: whatever dies afterwards, the sweeper finds the debt. A set, so that who pays one takes no other away.
 *
 * @param spoken the captions of the spoken language, whichever the correction is of
 */
export function owedWrite({ postId, language, mediaVersion }: Captions, debt: string, now: Instant): CaptionsWrite {
  return {
    table: "captions",
    key: { postId, language },
    update: "SET #pending = :pending, #since = :now, #updatedAt = :now REMOVE #nudgedAt, #nudges ADD #owes :owes",
    condition: "#state = :ready AND #mediaVersion = :mediaVersion",
    names: {
      "#pending": "pending",
      "#since": "since",
      "#updatedAt": "updatedAt",
      "#nudgedAt": "nudgedAt",
      "#nudges": "nudges",
      "#owes": "owes",
      "#state": "state",
      "#mediaVersion": "mediaVersion",
    },
    values: {
      ":pending": pendingKey("translating", postId),
      ":now": now,
      ":owes": new Set([debt]),
      ":ready": "ready",
      ":mediaVersion": mediaVersion,
    },
  };
}

/**
 * Takes debts that are paid off the captions of the spoken language, and then the captions out of the index, unless more is owed. Both
 * may be refused: a later correction owes something, or the captions have gone.
 */
export function paidWrites(
  { postId, language, mediaVersion }: Captions,
  debts: Iterable<string>,
): readonly CaptionsWrite[] {
  const paid = new Set(debts);
  const key = { postId, language };
  const mine = {
    names: { "#owes": "owes", "#mediaVersion": "mediaVersion" },
    values: { ":mediaVersion": mediaVersion },
  };
  const free: CaptionsWrite = {
    table: "captions",
    key,
    update: "REMOVE #pending, #since, #nudgedAt, #nudges",
    condition: "#mediaVersion = :mediaVersion AND #state = :ready AND attribute_not_exists(#owes)",
    names: {
      ...mine.names,
      "#state": "state",
      "#pending": "pending",
      "#since": "since",
      "#nudgedAt": "nudgedAt",
      "#nudges": "nudges",
    },
    values: { ...mine.values, ":ready": "ready" },
  };
  if (paid.size === 0) return [free];
  const paying: CaptionsWrite = {
    table: "captions",
    key,
    update: "DELETE #owes :paid",
    condition: "#mediaVersion = :mediaVersion AND attribute_exists(#owes)",
    ...mine,
    values: { ...mine.values, ":paid": paid },
  };
  return [paying, free];
}
