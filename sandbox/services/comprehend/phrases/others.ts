import type { Language } from "../languages";
import { addresses } from "../text/addresses";
import { within } from "../text/spans";
import { segmentWords, type Word } from "../text/words";
import type { Phrase } from ".";

/** The package's lists, by language. */
const LISTS: Readonly<Record<Exclude<Language, "en">, string>> = {
  ar: "ara",
  de: "deu",
  es: "spa",
  fr: "fra",
  hi: "hin",
  it: "ita",
  ja: "jpn",
  ko: "kor",
  pt: "por",
  zh: "zho",
  "zh-TW": "zho",
};

/** Hindi's helping and everyday verbs, pronouns and adverbs, that the package's list lacks: none of them names a thing. */
const MORE_HINDI =
  "मैं मुझे मुझको मेरा मेरी मेरे हम हमें हमारा हमारी हमारे तुम तुम्हें तुम्हारा आपका आपकी आपके क्या क्यों कैसे कैसा कैसी कब कहाँ बहुत आज अब " +
  "रही रहे रखा रखी लगा लगी लगे पड़ा पड़ी चाहिए मिला मिली मिले आया आई आए आता आती आते गई गए जाता जाती जाते जाना की करो करूँगा " +
  "करेंगे दी दे देना लेना ली लो चला चली चले चलो वाला वाली हूँ हूं थीं हैं हुईं होगा होगी होंगे कल रोज़ ज़रूर शायद बस भर और या सुनिए देखिए " +
  "मिलेंगे मिल खुल घूम बनाना सुनाई गईं सोचते आना आने जाने देखा देखी सुना सुनी कहा कही बोला बोलकर बताओ बताइए";

/** On the package's list of Hindi, and yet a thing: house. */
const NOT_STOPPING = new Set(["घर"]);

/** Longest phrase, words. */
const LONGEST = 3;

/**
 * Phrases between stop words and signs, three words at most: who counts words this way needs no grammar, and takes some
 * verbs for things.
 */
export async function otherPhrases(text: string, language: Exclude<Language, "en">): Promise<Phrase[]> {
  const stops = await stopWords(language);
  const isAddress = within(addresses(text));
  const phrases: Phrase[] = [];
  let run: Word[] = [];
  const end = () => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last) phrases.push({ begin: first.begin, end: last.end, score: run.length > 1 ? 0.97 : 0.9 });
    run = [];
  };
  for (const word of segmentWords(text, language)) {
    const near = run.length > 0 && /^[\s-]?$/u.test(text.slice(run.at(-1)?.end, word.begin));
    if (!near || run.length === LONGEST) end();
    if (!isAddress(word.begin) && !stops.has(word.text.normalize("NFC").toLowerCase()) && /\p{L}/u.test(word.text))
      run.push(word);
    else end();
  }
  end();
  return phrases;
}

const lists = new Map<string, ReadonlySet<string>>();

async function stopWords(language: Exclude<Language, "en">): Promise<ReadonlySet<string>> {
  const name = LISTS[language];
  let list = lists.get(name);
  if (!list) {
    const all = (await import("stopword")) as unknown as Readonly<Record<string, readonly string[]>>;
    const words = [...(all[name] ?? []), ...(language === "hi" ? MORE_HINDI.split(" ") : [])];
    list = new Set(words.map((word) => word.normalize("NFC")).filter((word) => !NOT_STOPPING.has(word)));
    lists.set(name, list);
  }
  return list;
}
