import { assignments, type ConditionalWrite } from "../../conditional-write";
import type { Instant } from "../../time";
import { normalizeLanguage } from "../language-tag";
import type { StoredTranscript } from "../transcript";
import { MAX_ITEM_TEXT_BYTES, type CaptionItem, type CorrectionItem } from "../items";
import type { CorrectedCaptions } from "./corrected-captions";
import { debtOf, owedWrite } from "./correction-debt";

type CaptionsWrite = ConditionalWrite<"captions">;

/**
 * Writes a correction as the next one of its cue, as long as there are captions to correct, and notes that files and translations owe
 * it something.
 */
export function correctionWrites(
  correction: CorrectionItem,
  { postId, language, mediaVersion, source }: CaptionItem,
  { stored, now }: { readonly stored: Pick<StoredTranscript, "language">; readonly now: Instant },
): readonly CaptionsWrite[] {
  const { revision } = correction;
  const spoken = normalizeLanguage(stored.language) ?? stored.language;
  const owed = owedWrite({ postId, language: spoken, mediaVersion }, debtOf(correction), now);
  // Corrections of earlier media lie under the same key; they are none of this one's.
  const first = "attribute_not_exists(#revision) OR #mediaVersion <> :mediaVersion";
  const next = "#revision = :seen AND #mediaVersion = :mediaVersion";
  const readyCheck: CaptionsWrite = {
    table: "captions",
    key: { postId, language },
    condition: "#state = :ready AND #mediaVersion = :mediaVersion",
    names: { "#state": "state", "#mediaVersion": "mediaVersion" },
    values: { ":ready": "ready", ":mediaVersion": mediaVersion },
  };
  return [
    {
      table: "captions",
      item: { ...correction },
      condition: revision === 1 ? first : next,
      names: { "#revision": "revision", "#mediaVersion": "mediaVersion" },
      values: { ":mediaVersion": mediaVersion, ...(revision === 1 ? {} : { ":seen": revision - 1 }) },
    },
    ...(source === "transcribed" ? [] : [readyCheck]),
    owed,
  ];
}

/** Says of the captions what their files hold now, unless files with more corrections were told of already. */
export function correctedWrite(
  { postId, language, mediaVersion }: CaptionItem,
  { quality, revision, text }: CorrectedCaptions,
  now: Instant,
): CaptionsWrite {
  const short = Buffer.byteLength(text, "utf8") <= MAX_ITEM_TEXT_BYTES;
  const set = { quality, revision, updatedAt: now, ...(short ? { text } : {}) };
  const { update, names, values } = assignments(set, short ? [] : ["text"]);
  return {
    table: "captions",
    key: { postId, language },
    update,
    condition: "#state = :ready AND #mediaVersion = :mediaVersion AND #revision < :revision",
    names: { ...names, "#state": "state", "#mediaVersion": "mediaVersion" },
    values: { ...values, ":ready": "ready", ":mediaVersion": mediaVersion },
  };
}
