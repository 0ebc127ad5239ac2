import { jsonAnswer, type HttpAnswer } from "../../http/answer";
import { problem, type Problem } from "../../http/problem";
import type { Instant } from "../../time";
import type { Cue } from "../cues";
import { correctionKey, type CaptionItem, type CorrectionItem } from "../items";
import type { TranslateMessage } from "../messages";
import type { StoredTranscript } from "../transcript";
import { captionsIn, spokenLanguageOf, type FoundCaptions } from "./found";
import { whyNever } from "./possible";
import type { CueCorrection } from "./put-call";

/** Why a cue cannot be corrected; `undefined` when it can, as far as the table tells. */
export function correctionRefusal(correction: CueCorrection, found: FoundCaptions): Problem | undefined {
  const { path, postId, subject, language } = correction;
  const { media } = found;
  if (media === undefined) {
    const detail = `the platform has no captions of a post ${postId}`;
    return problem("unknown-post", path, detail, { parameter: "id" });
  }
  if (media.userId !== subject) {
    return problem("not-the-author", path, `only the author of the post ${postId} may correct its captions`);
  }
  if (media.state === "withdrawn") return problem("captions-withdrawn", path, "the post was removed");
  const item = captionsIn(found, language);
  const never = item === undefined ? whyNever(language, media) : item.state === "unsupported" ? item.reason : undefined;
  if (never !== undefined) return problem("captions-unsupported", path, never, { state: "unsupported" });
  if (item === undefined || item.state === "failed") {
    const cure = `ask for them: POST /v1/captions with ${JSON.stringify({ postId, languages: [language] })}`;
    const detail = `there are no captions in "${language}" to correct; ${cure}`;
    const kind = item === undefined ? "captions-missing" : "captions-failed";
    return problem(kind, path, detail, { parameter: "language", cure });
  }
  if (item.state === "ready") return undefined;
  const cure = "correct them when they are ready";
  const detail = `captions in "${language}" are ${item.state}, not ready; ${cure}`;
  return problem("captions-not-ready", path, detail, { state: item.state, cure });
}

/** What to do with a correction, given the cue as it is. */
export type CorrectionStep =
  | { readonly kind: "write"; readonly item: CorrectionItem }
  /** It is there already: the call came again, or says what the cue says. What follows is done once more. */
  | { readonly kind: "there"; readonly revision: number }
  | { readonly kind: "refuse"; readonly problem: Problem };

/** What the decision hangs on. */
export interface CueState {
  readonly item: Pick<CaptionItem, "mediaVersion" | "source">;
  /** The transcript without corrections: what cues are counted by. */
  readonly stored: Pick<StoredTranscript, "cues">;
  /** The cue's correction, of any media version. */
  readonly written: CorrectionItem | undefined;
  readonly now: Instant;
}

/** Decides by revision: the author corrects what they have seen, or is told what is there now. */
export function correctionStep(correction: CueCorrection, { item, stored, written, now }: CueState): CorrectionStep {
  const { path, postId, language, cue, text, revision, subject } = correction;
  if (stored.cues[cue] === undefined) {
    const cure = `give a cue from 1 to ${stored.cues.length}`;
    const detail = `n: the captions have no cue ${cue + 1}; ${cure}`;
    return { kind: "refuse", problem: problem("unknown-cue", path, detail, { parameter: "n", cure }) };
  }
  const { mediaVersion, source } = item;
  const current = written?.mediaVersion === mediaVersion ? written : undefined;
  const is = current?.revision ?? 0;
  if (current !== undefined && current.text === text && (revision === is || revision === is - 1)) {
    return { kind: "there", revision: is };
  }
  const heard = source === "transcribed" ? stored.cues[cue].lines.join(" ") : undefined;
  if (current === undefined && text === heard && revision === 0) return { kind: "there", revision: 0 };
  if (revision !== is) return { kind: "refuse", problem: staleRevision(correction, current) };
  const key = correctionKey(language, cue);
  const fields = { postId, language: key, mediaVersion, cue, text, revision: is + 1 };
  return { kind: "write", item: { ...fields, correctedBy: subject, correctedAt: now } };
}

/** The cue is not as the author saw it: what it says now. */
export function staleRevision({ path, cue, revision }: CueCorrection, current: CorrectionItem | undefined): Problem {
  const is = current?.revision ?? 0;
  const cure = `look at it, then send revision ${is}`;
  return problem("stale-revision", path, `cue ${cue + 1} has revision ${is}, not ${revision}; ${cure}`, {
    parameter: "revision",
    cure,
    current: { n: cue + 1, revision: is, ...(current === undefined ? {} : { text: current.text }) },
  });
}

/** The captions changed while they were being corrected: other media, or withdrawn. */
export function changedCaptions({ path, postId, language }: CueCorrection): Problem {
  const cure = "look at them, and correct what is there then";
  const detail = `the captions of ${postId} in "${language}" changed meanwhile; ${cure}`;
  return problem("captions-not-ready", path, detail, { cure });
}

/** The correction is kept, but its files were not made: others were written all the time. */
export function busyCaptions({ path }: CueCorrection): Problem {
  const cure = "send the same again in some seconds";
  const detail = `the correction is kept, and not shown yet: the captions are being written; ${cure}`;
  return problem("captions-not-ready", path, detail, { state: "busy", cure });
}

/** Translations to bring up to date when the spoken captions changed: of every language that has captions or is getting them. */
export function translationsToRenew(found: FoundCaptions): readonly TranslateMessage[] {
  const spoken = spokenLanguageOf(found);
  return found.captions
    .filter(({ language, state }) => language !== spoken && state !== "unsupported" && state !== "withdrawn")
    .map(({ postId, mediaVersion, language }) => ({ kind: "translate", postId, mediaVersion, language }));
}

/** The corrected cue, as it is shown now. */
export function correctionAnswer(
  { postId, language, cue }: CueCorrection,
  shown: { readonly cues: readonly Cue[]; readonly revision: number; readonly captionsRevision: number },
): HttpAnswer {
  const lines = shown.cues.flatMap((each) => each.lines);
  const [first] = shown.cues;
  const { revision, captionsRevision } = shown;
  const times = { start: first?.start ?? 0, end: shown.cues.at(-1)?.end ?? 0 };
  const body = { postId, language, n: cue + 1, ...times, lines, revision, captionsRevision };
  return jsonAnswer(200, body, { etag: `"${revision}"` });
}
