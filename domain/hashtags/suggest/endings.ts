/**
 * Endings of nouns by language: cases, plurals and the little words that are written on to them. Hindi, Punjabi and Urdu have theirs as words of their
 * own; what they change within a word stays unknown.
 */
const ENDINGS: Readonly<Record<string, string>> = {
  en: "s",
  bn: "র ের য়ের কে তে য় ে দের দেরও টা টি টার টির ও ই গুলো গুলি রও",
  as: "ৰ ত ক ে বোৰ",
  ta: "ில் யில் த்தில் ின் யின் ுக்கு க்கு ிற்கு ை யை த்தை ால் ும் யும் கள் களில் களை வில் வை",
  te: "కి కు లో ని ను తో లకు లను లో ల లు పై కోసం",
  kn: "ಗೆ ಯ ಯಲ್ಲಿ ಯನ್ನು ದ ದಲ್ಲಿ ವನ್ನು ನ್ನು ಗಳು ಗಳನ್ನು ಗಳಲ್ಲಿ ಕ್ಕೆ ಿನ ಿನಲ್ಲಿ ಿಗೆ ಯಿಂದ",
  ml: "ിൽ യിൽ ത്തിൽ ിന്റെ യുടെ ത്തിന്റെ ക്ക് ിന് ത്തിന് ിലേക്ക് യിലേക്ക് യും ും കൾ യെ ാണ് യാണ്",
  gu: "ના ની નો નાં ને માં થી એ ઓ માંથી",
  mr: "ला ने त ची चा चे च्या नी मध्ये ात ाला ाने ाची ाचा ाचे ाच्या ांना ांच्या",
  or: "ର ରେ କୁ ଟି ମାନେ ମାନଙ୍କ ରୁ",
  ne: "को ले मा लाई का की हरू",
};

const VIRAMAS: Readonly<Record<string, string>> = { ta: "்", te: "్", kn: "್", ml: "്" };

const LEAST_STEM = 2;

/**
 * What a word may be without its ending, the longest first: மழையில் → மழை, ஓவரில் → ஓவர், কালীপুজোর → কালীপুজো. Stems are guesses, to be looked
 * up among the tags that there are.
 */
export function stemsOf(word: string, language: string): readonly string[] {
  const endings = (ENDINGS[language] ?? "").normalize("NFC").split(" ");
  const nfc = word.normalize("NFC");
  const stems = endings
    .filter((ending) => ending !== "" && nfc.endsWith(ending))
    .map((ending) => nfc.slice(0, -ending.length))
    .filter((stem) => [...stem].length >= LEAST_STEM);
  // An ending that is a vowel sign stands in the place of the virama.
  const virama = VIRAMAS[language];
  const closed = virama === undefined ? [] : stems.map((stem) => `${stem}${virama}`);
  const byLength = (a: string, b: string): number => b.length - a.length || (a < b ? -1 : 1);
  return [...new Set([...stems, ...closed])].sort(byLength);
}
