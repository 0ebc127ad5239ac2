import { normalizeLanguage } from "../captions/language-tag";

/** Whose posts a list of trends is about: `global`, `lang#hi` (ISO 639) or `region#IN-TN` (ISO 3166-2). */
export type TrendScope = "global" | `lang#${string}` | `region#${string}`;

/**
 * The official languages of India's states and of its union territories with one of their own, English left out because it is one
 * nearly everywhere, by the Official Language Acts of the states. Codes are those of ISO 3166-2 since November 2023.
 *
 * A post event says no place. Until the application sends one, a region's trends are those of posts in its languages, and
 * its items say so (`placedBy`).
 */
export const REGION_LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  "IN-AP": ["te", "ur"],
  "IN-AS": ["as", "brx", "bn"],
  "IN-BR": ["hi", "ur", "mai"],
  "IN-CH": ["hi", "pa"],
  "IN-CG": ["hi"],
  "IN-DL": ["hi", "pa", "ur"],
  "IN-GA": ["kok", "mr"],
  "IN-GJ": ["gu", "hi"],
  "IN-HP": ["hi", "sa"],
  "IN-HR": ["hi", "pa"],
  "IN-JH": ["hi", "sat", "ur"],
  "IN-JK": ["ks", "doi", "hi", "ur"],
  "IN-KA": ["kn"],
  "IN-KL": ["ml"],
  "IN-MH": ["mr"],
  "IN-MN": ["mni"],
  "IN-MP": ["hi"],
  "IN-OD": ["or"],
  "IN-PB": ["pa"],
  "IN-PY": ["ta", "te", "ml"],
  "IN-RJ": ["hi"],
  "IN-SK": ["ne"],
  "IN-TS": ["te", "ur"],
  "IN-TN": ["ta"],
  "IN-TR": ["bn"],
  "IN-UP": ["hi", "ur"],
  "IN-UK": ["hi", "sa"],
  "IN-WB": ["bn", "ne", "ur"],
};

/** Codes as they were before November 2023. */
const FORMER_REGIONS: Readonly<Record<string, string>> = {
  "IN-CT": "IN-CG",
  "IN-OR": "IN-OD",
  "IN-TG": "IN-TS",
  "IN-UT": "IN-UK",
};

/** A region as trends name it; `undefined` for one that they are not kept for. */
export function normalizeRegion(text: string): string | undefined {
  const code = text.toUpperCase();
  const region = FORMER_REGIONS[code] ?? code;
  return region in REGION_LANGUAGES ? region : undefined;
}

/**
 * Reads a scope in any spelling of its language or region.
 * @returns the scope, or what is wrong and the cure as a sentence
 */
export function parseScope(
  text: string,
): { readonly ok: true; readonly scope: TrendScope } | { readonly ok: false; readonly reason: string } {
  if (text === "global") return { ok: true, scope: "global" };
  const [kind, rest, ...more] = text.split("#");
  if (more.length === 0 && rest !== undefined) {
    const language = kind === "lang" ? normalizeLanguage(rest) : undefined;
    if (language !== undefined) return { ok: true, scope: `lang#${language}` };
    const region = kind === "region" ? normalizeRegion(rest) : undefined;
    if (region !== undefined) return { ok: true, scope: `region#${region}` };
    if (kind === "region") {
      const known = Object.keys(REGION_LANGUAGES).join(", ");
      return { ok: false, reason: `"${rest}" is no region that trends are kept for: use one of ${known}.` };
    }
  }
  return { ok: false, reason: `"${text}" is no scope: use global, lang#hi or region#IN-TN.` };
}

/** The scopes that a vote counts in: everyone's, its language's, and its region's, or its language's regions. */
export function scopesOf(vote: {
  readonly language?: string | undefined;
  readonly region?: string | undefined;
}): readonly TrendScope[] {
  const { language, region } = vote;
  const regions =
    region === undefined ? (language === undefined ? [] : (HOMES.get(language) ?? [])) : [`region#${region}` as const];
  return ["global", ...(language === undefined ? [] : [`lang#${language}` as const]), ...regions];
}

const HOMES = new Map<string, readonly `region#${string}`[]>();
for (const [region, languages] of Object.entries(REGION_LANGUAGES)) {
  for (const language of languages) HOMES.set(language, [...(HOMES.get(language) ?? []), `region#${region}`]);
}
