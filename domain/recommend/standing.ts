import type { PostOfText } from "../analysis/routes";
import { languageByScript } from "../analysis/text-language";
import { scriptOf } from "../captions/language-tag";
import { byScore, fitOf, rounded, type FeedCandidate, type LanguageFit } from "./candidates";
import { FEED_PARAMETERS } from "./parameters";
import { languageOfPost } from "./profile";

/**
 * Those of the candidates whose posts still stand, with what their rows say, the best first. Where a post states no language, its script says
 * whether the reader may read it.
 *
 * @param rows of the posts, as they are now
 * @param languages the reader's, ISO 639
 */
export function standingCandidates(
  candidates: readonly FeedCandidate[],
  rows: readonly PostOfText[],
  languages: readonly string[],
): readonly FeedCandidate[] {
  const standing = new Map(rows.filter(({ deleted }) => deleted !== true).map((row) => [row.postId, row] as const));
  return candidates
    .flatMap((candidate) => {
      const row = standing.get(candidate.postId);
      return row === undefined || row.userId !== candidate.userId ? [] : withRow(candidate, row, languages);
    })
    .sort(byScore);
}

function withRow(candidate: FeedCandidate, row: PostOfText, languages: readonly string[]): readonly FeedCandidate[] {
  const language = candidate.language ?? languageOfPost(row);
  const fit = language === undefined && isForeign(row.text ?? "", languages) ? "other" : fitOf(language, languages);
  // Trends lead to posts in the reader's languages only.
  if (fit === "other" && candidate.matches[0].because.kind !== "affinity") return [];
  const words = (row.text ?? "").normalize("NFC").toLowerCase().split(/\s+/u).join(" ").trim();
  const said = { ...(language !== undefined && { language }), ...(words !== "" && { words }) };
  return [{ ...candidate, ...said, score: rescored(candidate.score, fitOf(candidate.language, languages), fit) }];
}

function rescored(score: number, before: LanguageFit, after: LanguageFit): number {
  const { language } = FEED_PARAMETERS;
  return before === after ? score : rounded((score * language[after]) / language[before]);
}

/** Whether a text is in a script that none of the languages is written in. Latin letters write them all, so they tell nothing. */
function isForeign(text: string, languages: readonly string[]): boolean {
  const by = languageByScript(text);
  const script = by.kind === "ask" ? by.script : undefined;
  if (script === undefined || script === "Latn" || languages.length === 0) return false;
  return !languages.some((language) => scriptOf(language) === script);
}
