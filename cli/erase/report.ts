import type { Receipt } from "@huut/domain";
import { textTable } from "../shared";

/** A receipt for people: what was removed where, and what is left until when. */
export function receiptText(receipt: Receipt): string {
  const { erasureId, user, startedAt, erasedAt, posts, passes, regions, invalidations } = receipt;
  const rows = Object.entries(receipt.removed).map(([place, kinds]) => [
    place,
    Object.entries(kinds)
      .filter(([, count]) => count > 0)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(", "),
  ]);
  const left = receipt.remaining.map(({ place, what, until }) => [until?.slice(0, 10) ?? "stays", place, what]);
  return [
    `Receipt of ${erasureId}`,
    `user (SHA-256 of "${erasureId} <user>"): ${user}`,
    `begun ${startedAt}, nothing found any more ${erasedAt}, after ${passes} passes; regions: ${regions.join(", ")}`,
    `posts: ${posts}; invalidations of CloudFront: ${invalidations.join(", ") || "none needed"}`,
    "",
    rows.length === 0 ? "Nothing of the user was found." : textTable(["removed from", "what"], rows),
    "",
    textTable(["until", "left in", "what"], left),
  ].join("\n");
}
