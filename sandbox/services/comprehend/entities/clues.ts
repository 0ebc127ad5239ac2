import type { EntityType } from "@aws-sdk/client-comprehend";

/** What the last word of a name says it is. Lower case. */
const LAST_WORDS: readonly (readonly [EntityType, string])[] = [
  [
    "ORGANIZATION",
    "academy agency airlines army association bank board bureau church club college commission committee company congress corporation " +
      "council court department federation foundation government group hospital inc institute labs limited ltd ministry museum party " +
      "police railway railways school services society studio studios systems team technologies trust union university",
  ],
  [
    "LOCATION",
    "airport avenue bay beach bridge city coast colony desert district drive falls forest fort garden gardens ghat gate hill hills island " +
      "islands junction lake lane market mount mountain nagar ocean palace park place plaza pradesh river road sea square stadium state " +
      "states station street temple tower town valley village",
  ],
  [
    "EVENT",
    "awards carnival championship championships conference cup derby election elections expo fair festival games league marathon mela " +
      "olympics premier summit tournament trophy war",
  ],
];

/** Words before a name of a person. Lower case, without a stop at the end. */
const TITLES = new Set(
  "mr mrs ms dr prof professor sir madam president minister captain coach judge shri smt pandit ustad".split(" "),
);

/** Words before a name of a place. */
const PLACING = new Set("in at near from to across around outside through via towards toward of into".split(" "));

/** Verbs that people do. */
const PERSONAL = new Set(
  (
    "says said say told tells asked asks thinks thought sang sings wrote writes played plays hit hits scored scores won bowled caught " +
    "directed directs acted acts spoke speaks smiled laughed cried married born died met called"
  ).split(" "),
);

const byLastWord = new Map(LAST_WORDS.flatMap(([type, list]) => list.split(" ").map((word) => [word, type] as const)));

/** What stands around a name. Lower case; undefined where a sentence begins or ends. */
export interface Surroundings {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface Verdict {
  readonly type: EntityType;
  readonly score: number;
}

/**
 * What a name is of, by its own last word, else by what stands before and after it. Two words that nothing speaks of are a
 * person's; one is something else.
 * @param words lower case
 */
export function typeOfName(words: readonly string[], { before, after }: Surroundings): Verdict {
  const own = words.length > 1 ? byLastWord.get(words.at(-1) as string) : undefined;
  if (own) return { type: own, score: 0.97 };
  if (TITLES.has((before ?? "").replace(/\.$/u, "")) || TITLES.has(words[0] as string))
    return { type: "PERSON", score: 0.98 };
  if (PERSONAL.has(after ?? "")) return { type: "PERSON", score: 0.95 };
  if (PLACING.has(before ?? "")) return { type: "LOCATION", score: 0.9 };
  if (words.length > 1) return { type: "PERSON", score: 0.8 };
  return { type: "OTHER", score: 0.6 };
}
