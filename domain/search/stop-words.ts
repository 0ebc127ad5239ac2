import { foldTerm } from "./fold";

/**
 * The dozen words of each language that nearly every text has. They are left out of the index, where they would crowd out others of the
 * few that a post has room for, and of queries. The list is small on purpose: rare words find what is meant, and a query of nothing
 * else but these is searched all the same.
 */
const STOP_WORDS: Readonly<Record<string, string>> = {
  en: "the a an of to in is it and or on for at be was are with this that as by",
  hi: "के का की में है और को से यह पर था थी हैं एक ने भी",
  mr: "आणि आहे हा ही हे च्या ला ने ते या एक होते",
  ne: "र छ को मा ले यो हो पनि एक",
  bn: "এবং ও এই এর তে কে যে না একটি থেকে করে হয়",
  as: "আৰু এই এটা পৰা কৰি হয়",
  ta: "ஒரு இந்த என்று அந்த மற்றும் உள்ள என இது",
  te: "ఒక ఈ ఆ మరియు ఉంది అని కూడా నుండి",
  kn: "ಒಂದು ಈ ಆ ಮತ್ತು ಇದೆ ಎಂದು ಕೂಡ",
  ml: "ഒരു ഈ ആ എന്ന ഉണ്ട് എന്ന് കൂടി",
  gu: "છે અને એક આ ના ની નો માં તે પણ",
  pa: "ਦੇ ਦਾ ਦੀ ਹੈ ਅਤੇ ਵਿੱਚ ਨੂੰ ਇੱਕ ਇਹ ਤੋਂ",
  or: "ଏହି ଏକ ଓ ଏବଂ ଅଛି ପାଇଁ ରେ",
  ur: "کے کا کی میں ہے اور کو سے یہ پر تھا ایک نے بھی",
};

const sets = new Map<string, ReadonlySet<string>>();

/** Whether a folded term is one of its language's commonest words. Of an unknown language, whether it is one of any. */
export function isStopWord(term: string, language: string | undefined): boolean {
  if (language !== undefined) return stopWordsOf(language).has(term);
  return Object.keys(STOP_WORDS).some((each) => stopWordsOf(each).has(term));
}

function stopWordsOf(language: string): ReadonlySet<string> {
  let words = sets.get(language);
  if (words === undefined) {
    words = new Set((STOP_WORDS[language] ?? "").split(" ").map(foldTerm));
    sets.set(language, words);
  }
  return words;
}
