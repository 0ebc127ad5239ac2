import { capabilities } from "../captions/languages";

/** What Comprehend is asked about a text. */
export const ANALYSIS_FEATURES = ["sentiment", "keyPhrases", "entities"] as const;
export type AnalysisFeature = (typeof ANALYSIS_FEATURES)[number];

/** How much of a feature a text has got. */
export interface FeatureOutcome {
  readonly state: "complete" | "partial" | "unsupported";
  /** Why it is not complete: a sentence for the post's author. */
  readonly reason?: string;
}

/** How a text in a language is read. The features go together: Comprehend has all three in the same languages. */
export type AnalysisPath =
  /** As it is; with a reason when Comprehend reads the language in another script. */
  | { readonly kind: "direct"; readonly code: string; readonly reason?: string }
  /** In Translate's English. */
  | { readonly kind: "pivot"; readonly source: string; readonly code: "en"; readonly reason: string }
  | { readonly kind: "none"; readonly reason: string };

const NO_LANGUAGE = "The text is in no language: it has no letters.";

/** @param tag a language as `languageFrom` tells it; `undefined` for none */
export function analysisPath(tag: string | undefined): AnalysisPath {
  if (tag === undefined) return { kind: "none", reason: NO_LANGUAGE };
  const { sentiment, translate } = capabilities(tag);
  const { code, reason = "" } = sentiment;
  if (code === undefined) return { kind: "none", reason };
  if (code === "en" && translate.code !== undefined && translate.code !== "en") {
    return { kind: "pivot", source: translate.code, code, reason };
  }
  return { kind: "direct", code, ...(reason === "" ? {} : { reason }) };
}

/** What became of a feature that was asked for on this path. */
export function featureOutcome(
  path: AnalysisPath,
  read: { readonly bytes: number; readonly readBytes: number },
): FeatureOutcome {
  if (path.kind === "none") return { state: "unsupported", reason: path.reason };
  const cut = read.readBytes < read.bytes ? `The first ${read.readBytes} of ${read.bytes} bytes were read.` : "";
  const reason = [path.reason ?? "", cut].filter((each) => each !== "").join(" ");
  return reason === "" ? { state: "complete" } : { state: "partial", reason };
}

/** The state of a whole analysis: `complete` when everything is, `unsupported` when nothing is there. */
export function overallState(features: Readonly<Record<AnalysisFeature, FeatureOutcome>>): FeatureOutcome["state"] {
  const states = new Set(ANALYSIS_FEATURES.map((feature) => features[feature].state));
  const [only] = states;
  return states.size === 1 && only !== undefined ? only : "partial";
}
