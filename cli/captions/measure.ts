import {
  countGraphemes,
  cueAt,
  CUE_PARAMETERS,
  endsClause,
  endsSentence,
  isPunctuated,
  layTranslation,
  qualityOf,
  readingTime,
  segmentsByCue,
  segmentsToTranslate,
  targets,
  translateSegments,
  withMissing,
  withRoom,
  type CaptionItem,
  type Cue,
  type StoredTranscript,
} from "@huut/domain";
import { verifySrt, verifyVtt, type ReadCue } from "./verify";

/** Published captions, with what they were made of. */
export interface Published {
  readonly item: Pick<CaptionItem, "postId" | "language" | "source">;
  readonly vtt: string;
  readonly srt: string;
  readonly stored: StoredTranscript;
  /** What the translator answered, by digest. */
  readonly translations: ReadonlyMap<string, string>;
}

/** What the files of one post in one language are like, as other parsers read them. Counts, so that they add up. */
export interface FileFigures {
  readonly post: string;
  readonly language: string;
  readonly source: CaptionItem["source"];
  /** Where cues should end: the recognizer punctuates the speech, or does not. */
  readonly endsBy: "punctuation" | "pause";
  readonly cues: number;
  /** Lines of over 42 graphemes. */
  readonly longLines: number;
  /** Cues of over two lines. */
  readonly tallCues: number;
  readonly overlaps: number;
  /** Words of the transcript, or of its translation, and those of them that are not in the files, in their order. */
  readonly words: number;
  readonly wordsLost: number;
  /** Cues that can be read in their time. */
  readonly readable: number;
  /** Cues that end where they should. */
  readonly wellEnded: number;
  /** What a parser does not like, or where the two files differ. */
  readonly problems: readonly string[];
}

/** Reads both files back, and measures what is in them. */
export async function measure(published: Published): Promise<FileFigures> {
  const { item, stored } = published;
  const { maxLines, maxLineGraphemes } = CUE_PARAMETERS;
  const { cues, problems } = readBack(published);
  const endsBy = isPunctuated(stored.words) ? "punctuation" : "pause";
  return {
    post: item.postId,
    language: item.language,
    source: item.source,
    endsBy,
    cues: cues.length,
    longLines: cues.flatMap(({ lines }) => lines).filter((line) => countGraphemes(line) > maxLineGraphemes).length,
    tallCues: cues.filter(({ lines }) => lines.length > maxLines).length,
    overlaps: cues.filter(({ start }, index) => start < (cues[index - 1]?.end ?? 0)).length,
    ...(await wordsOf(published, cues)),
    readable: cues.filter(({ start, end, lines }) => readingTime(lines) <= end - start).length,
    wellEnded: cues.filter((_, index) => endsWell(stored, cues, index, endsBy)).length,
    problems,
  };
}

/** The cues of the files, which are the same but for the marks of direction that WebVTT has. */
function readBack({ vtt, srt }: Published): {
  readonly cues: readonly ReadCue[];
  readonly problems: readonly string[];
} {
  const [ofVtt, ofSrt] = [verifyVtt(vtt), verifySrt(srt)];
  const cues = ofVtt.cues.map((cue) => ({ ...cue, lines: cue.lines.map((line) => line.replaceAll("\u200f", "")) }));
  const differ = ofSrt.problems.length === 0 && JSON.stringify(cues) !== JSON.stringify(ofSrt.cues);
  const problems = [
    ...ofVtt.problems.map((problem) => `vtt: ${problem}`),
    ...ofSrt.problems.map((problem) => `srt: ${problem}`),
    ...(differ ? ["vtt and srt show different cues"] : []),
  ];
  return { cues, problems };
}

function endsWell(
  { words, cues: slots }: StoredTranscript,
  cues: readonly ReadCue[],
  index: number,
  by: FileFigures["endsBy"],
): boolean {
  const [cue, next] = [cues[index], cues[index + 1]];
  // The last cue ends with the speech.
  if (cue === undefined || next === undefined) return true;
  const [slot, nextSlot] = [cue, next].map(({ start }) => cueAt({ cues: slots }, start));
  const end = slot === nextSlot ? undefined : slots[slot ?? -1]?.to;
  const [before, after] = end === undefined ? [] : [words[end - 1], words[end]];
  if (before !== undefined && after !== undefined) {
    if (before.speaker !== after.speaker || before.channel !== after.channel) return true;
    if (by === "pause") return after.start - before.end >= CUE_PARAMETERS.weights.pauseMs;
  }
  const text = cue.lines.at(-1) ?? "";
  return by === "punctuation" && (endsSentence(text) || endsClause(text));
}

type WordFigures = Pick<FileFigures, "words" | "wordsLost">;

/** Words of what the captions should say, and how many of them they lack. */
async function wordsOf(published: Published, cues: readonly ReadCue[]): Promise<WordFigures> {
  const { item, stored } = published;
  if (item.source === "transcribed") {
    const { words, covered } = qualityOf(cues as readonly Cue[], stored.words).coverage ?? { words: 0, covered: 0 };
    return { words, wordsLost: words - covered };
  }
  const wanted = await wantedTexts(published);
  const text = solid(cues.flatMap(({ lines }) => lines).join(""));
  let [place, words, wordsLost] = [0, 0, 0];
  for (const alternatives of wanted) {
    const found = alternatives.find((each) => text.startsWith(solid(each), place));
    words += wordsIn(found ?? alternatives[0] ?? "").length;
    if (found !== undefined) place += solid(found).length;
    else {
      const lost = lacking(alternatives[0] ?? "", text, place);
      wordsLost += lost.count;
      place = lost.place;
    }
  }
  return { words, wordsLost };
}

/**
 * What the translator said, in order: sentence by sentence; where sentences may have been translated cue by cue, either of the two.
 */
async function wantedTexts({ item, stored, translations }: Published): Promise<readonly (readonly string[])[]> {
  const [target] = targets([item.language], stored.language).targets;
  if (target === undefined) throw new Error(`Captions of ${item.postId} in ${item.language} cannot be translated ones`);
  const effects = {
    known: async (digests: readonly string[]) =>
      new Map(
        digests.flatMap((digest) => (translations.has(digest) ? [[digest, translations.get(digest) ?? ""]] : [])),
      ),
    keep: async () => undefined,
    reserve: async () => true,
    // A text that nobody translated is a word lost, whatever it is.
    translate: async (text: string) => text,
  };
  const textsOf = async (segments: ReturnType<typeof segmentsToTranslate>) =>
    (await translateSegments(segments, target, effects))?.texts ?? [];
  const segments = segmentsToTranslate(stored);
  const texts = await textsOf(segments);
  const whole = segments.map(({ from, to }, index) => {
    const { text, missing } = texts[index] ?? { text: "", missing: [] };
    return { from, to, text: missing.length === 0 ? text : undefined };
  });
  const { fellBack } = layTranslation(withRoom(stored), whole, item.language);
  const wanted: string[][] = [];
  let fallen: (typeof fellBack)[number] | undefined;
  for (const { from, to, text } of whole) {
    const range = fellBack.find((each) => each.from <= from && to <= each.to);
    if (range === undefined) wanted.push([text ?? ""]);
    else if (range === fallen) wanted.at(-1)?.splice(0, 1, `${wanted.at(-1)?.[0] ?? ""} ${text ?? ""}`);
    else wanted.push([text ?? "", (await textsOf(segmentsByCue(stored, range))).map(withMissing).join(" ")]);
    fallen = range;
  }
  return wanted;
}

/** How many words of a text do not stand after a place, each after the one before it; and where the last one ends that does. */
function lacking(wanted: string, text: string, from: number): { readonly count: number; readonly place: number } {
  let [place, count] = [from, 0];
  for (const word of wordsIn(wanted)) {
    const at = text.indexOf(word, place);
    // A lost word must not be found in some other sentence.
    if (at < 0 || at > place + 200) count += 1;
    else place = at + word.length;
  }
  return { count, place };
}

function wordsIn(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}

function solid(text: string): string {
  return text.replace(/\s+/gu, "");
}
