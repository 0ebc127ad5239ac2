import { makeChance, type Chance } from "../samples/random";

/** Speech to be made: Hindi at the speed of conversation, 165 words a minute, of six thousand words of two to four syllables. */
export interface SpeechSize {
  readonly sentences: number;
  /** Words of a sentence, from and to. */
  readonly words: readonly [number, number];
}

const ONSETS = [..."कखगघचछजझटठडढतथदधनपफबभमयरलवशसह"];
const VOWELS = ["", "ा", "ि", "ी", "ु", "ू", "े", "ै", "ो", "ौ", "ं"];

/** What a transcription job would write about such speech: the same size gives the same file. */
export function transcribeOutput({ sentences, words: [least, most] }: SpeechSize): object {
  const chance = makeChance(1);
  const vocabulary = Array.from({ length: 6_000 }, () => newWord(chance));
  const items: object[] = [];
  const texts: string[] = [];
  let time = 0;
  for (let sentence = 0; sentence < sentences; sentence++) {
    const words = chance.whole(least, most);
    for (let i = 1; i <= words; i++) {
      const content = chance.pick(vocabulary);
      const end = time + chance.whole(140, 320);
      items.push(pronunciation(items.length, content, time, end));
      const mark = i === words ? "।" : i % 5 === 0 ? "," : undefined;
      if (mark !== undefined) items.push(punctuation(items.length, mark));
      texts.push(mark === undefined ? content : `${content} ${mark}`);
      time = end + (mark === undefined ? chance.whole(0, 60) : chance.whole(100, 600));
    }
  }
  const results = { transcripts: [{ transcript: texts.join(" ") }], items, language_code: "hi-IN" };
  return { jobName: "bench", accountId: "111122223333", status: "COMPLETED", results };
}

function newWord(chance: Chance): string {
  const syllables = Array.from({ length: chance.whole(2, 4) }, () => chance.pick(ONSETS) + chance.pick(VOWELS));
  return syllables.join("");
}

function pronunciation(id: number, content: string, start: number, end: number): object {
  const seconds = (time: number) => (time / 1_000).toFixed(3);
  const alternatives = [{ confidence: "0.97", content }];
  return { id, type: "pronunciation", start_time: seconds(start), end_time: seconds(end), alternatives };
}

function punctuation(id: number, content: string): object {
  return { id, type: "punctuation", alternatives: [{ confidence: "0.0", content }] };
}
