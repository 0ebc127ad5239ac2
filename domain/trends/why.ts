import { languageRow } from "../captions/language-table";
import type { LanguageShare, Trend } from "./compute";
import type { TrendWindow } from "./hours";
import { TREND_PARAMETERS } from "./parameters";
import type { TrustedHour } from "./score";

const WINDOW_WORDS = { hour: "hour", day: "24 hours" } as const satisfies Record<TrendWindow, string>;

/** Why a tag trends, as a sentence: `48 people used #x in this hour, where about 3 are usual; in Hindi (60 %), Tamil (40 %).` */
export function whySentence(trend: Omit<Trend, "why">, window: TrendWindow, now: boolean): string {
  const { tag, peak, languages } = trend;
  const when = now ? `in the last ${WINDOW_WORDS[window]}` : `in the ${WINDOW_WORDS[window]} to ${ending(peak.hour)}`;
  const usual = peak.expected < 0.5 ? "nearly nobody does" : `about ${Math.round(peak.expected)} are usual`;
  return `${peak.authors} people used ${tag} ${when}, where ${usual}; ${languageWords(languages)}.`;
}

/** `2026-11-02 06:00 UTC`, the end of the hour `2026-11-02T05`. */
function ending(hour: string): string {
  const end = new Date(Date.parse(`${hour}:00:00.000Z`) + 3_600_000).toISOString();
  return `${end.slice(0, 10)} ${end.slice(11, 16)} UTC`;
}

function languageWords(languages: readonly LanguageShare[]): string {
  const named = languages
    .slice(0, 3)
    .map(({ language, share }) => `${nameOf(language)} (${Math.round(share * 100)} %)`);
  const more = languages.length - named.length;
  return `in ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function nameOf(language: string): string {
  return language === "und" ? "an unknown language" : (languageRow(language)?.name ?? language);
}

/** Why a tag is held, as a sentence for the moderator. */
export function reviewReason(hour: TrustedHour | undefined, byModerator: boolean, window: TrendWindow): string {
  if (byModerator || hour === undefined) return "A moderator holds it.";
  const { suspicion, authors } = hour;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const grounds: string[] = [];
  if (suspicion !== undefined) {
    const { duplicates, synchrony, deletions, effectiveAuthors } = suspicion;
    const { burstSeconds, minAuthors, entropyFloor } = TREND_PARAMETERS;
    if (duplicates > TREND_PARAMETERS.duplicates.from)
      grounds.push(`${percent(duplicates)} wrote nearly the same text`);
    if (synchrony > TREND_PARAMETERS.synchrony.from) {
      grounds.push(`${percent(synchrony)} of the votes came within ${burstSeconds / 60} minutes`);
    }
    if (deletions > TREND_PARAMETERS.deletions.from) grounds.push(`${percent(deletions)} took their votes back`);
    if (effectiveAuthors < minAuthors[window] * entropyFloor) {
      grounds.push(`its posts are those of ${effectiveAuthors.toFixed(1)} people in effect`);
    }
  }
  return `Of ${authors} people, ${grounds.join(", ")}.`;
}
