import fc from "fast-check";
import type { Word } from "@huut/domain";

/** Speech in the scripts of the platform's languages, punctuated as its recognizers do. */
export const SPEECH = {
  hi: "नमस्ते दोस्तों, आज मैं आपको अपने गाँव के बाज़ार के बारे में बताना चाहता हूँ। यह सुबह पाँच बजे खुलता है, और दस बजे तक सब कुछ बिक जाता है। क्या आप कभी आए हैं? हमारे क्षेत्र में २० हज़ार लोग रहते हैं।",
  mr: "नमस्कार मित्रांनो, आज मी तुम्हाला आमच्या गावातील बाजाराबद्दल सांगणार आहे। तो पहाटे पाच वाजता उघडतो, आणि दहा वाजेपर्यंत सगळे विकले जाते।",
  bn: "নমস্কার বন্ধুরা, আজ আমি আপনাদের আমার গ্রামের বাজারের কথা বলব। সকাল পাঁচটায় বাজার খোলে, এবং দশটার মধ্যে সব বিক্রি হয়ে যায়।",
  ta: "வணக்கம் நண்பர்களே, இன்று எங்கள் கிராமத்துச் சந்தையைப் பற்றிச் சொல்கிறேன். காலை ஐந்து மணிக்குத் திறக்கிறது, பத்து மணிக்குள் எல்லாம் விற்றுவிடும்.",
  te: "నమస్కారం మిత్రులారా, ఈ రోజు మా ఊరి సంత గురించి చెబుతాను. ఉదయం ఐదు గంటలకు తెరుస్తారు, పది గంటలకల్లా అన్నీ అమ్ముడవుతాయి.",
  kn: "ನಮಸ್ಕಾರ ಸ್ನೇಹಿತರೇ, ಇಂದು ನಮ್ಮ ಊರಿನ ಸಂತೆಯ ಬಗ್ಗೆ ಹೇಳುತ್ತೇನೆ. ಬೆಳಿಗ್ಗೆ ಐದು ಗಂಟೆಗೆ ತೆರೆಯುತ್ತದೆ, ಹತ್ತು ಗಂಟೆಯೊಳಗೆ ಎಲ್ಲವೂ ಮಾರಾಟವಾಗುತ್ತದೆ.",
  ml: "നമസ്കാരം കൂട്ടുകാരേ, ഇന്ന് ഞങ്ങളുടെ ഗ്രാമത്തിലെ ചന്തയെക്കുറിച്ച് പറയാം. രാവിലെ അഞ്ചുമണിക്ക് തുറക്കും, പത്തുമണിയോടെ എല്ലാം വിറ്റുതീരും.",
  gu: "નમસ્તે મિત્રો, આજે હું તમને અમારા ગામના બજાર વિશે કહીશ. સવારે પાંચ વાગ્યે ખૂલે છે, અને દસ વાગ્યા સુધીમાં બધું વેચાઈ જાય છે.",
  pa: "ਸਤ ਸ੍ਰੀ ਅਕਾਲ ਦੋਸਤੋ, ਅੱਜ ਮੈਂ ਤੁਹਾਨੂੰ ਆਪਣੇ ਪਿੰਡ ਦੇ ਬਜ਼ਾਰ ਬਾਰੇ ਦੱਸਾਂਗਾ। ਇਹ ਸਵੇਰੇ ਪੰਜ ਵਜੇ ਖੁੱਲ੍ਹਦਾ ਹੈ, ਅਤੇ ਦਸ ਵਜੇ ਤੱਕ ਸਭ ਵਿਕ ਜਾਂਦਾ ਹੈ।",
  or: "ନମସ୍କାର ବନ୍ଧୁମାନେ, ଆଜି ମୁଁ ଆମ ଗାଁ ହାଟ ବିଷୟରେ କହିବି। ସକାଳ ପାଞ୍ଚଟାରେ ଖୋଲେ, ଏବଂ ଦଶଟା ସୁଦ୍ଧା ସବୁ ବିକ୍ରି ହୋଇଯାଏ।",
  ur: "السلام علیکم دوستو، آج میں آپ کو اپنے گاؤں کے بازار کے بارے میں بتاؤں گا۔ یہ صبح پانچ بجے کھلتا ہے، اور دس بجے تک سب کچھ بک جاتا ہے۔ کیا آپ کبھی آئے ہیں؟",
  en: "Good morning everybody, my name is Asha Rani Sharma and today I want to tell you about the market in our village. It opens at 5 in the morning, when the farmers come with their carts; and by 10 everything is sold. Is that not wonderful? Next week 20,000 visitors will come because the festival begins.",
} as const;

export type SpeechLanguage = keyof typeof SPEECH;
export const LANGUAGES = Object.keys(SPEECH) as SpeechLanguage[];

const PUNCTUATED = /^(.*?)([.,;:?!।॥۔؟،؛]*)$/su;

/**
 * A text as words, spoken at about fifteen graphemes a second, with a pause after each punctuation. `punctuated: false` leaves
 * the punctuation out and the pauses in, as a recognizer without punctuation would.
 */
export function spoken(text: string, { from = 0, punctuated = true, pause = 400 } = {}): Word[] {
  let time = from;
  return text.split(" ").map((token) => {
    const [, word = "", trail = ""] = PUNCTUATED.exec(token) ?? [];
    const start = time;
    const end = start + 60 + [...new Intl.Segmenter().segment(word)].length * 60;
    time = end + (trail === "" ? 20 : pause);
    return { text: word, start, end, ...(trail === "" || !punctuated ? {} : { trail }) };
  });
}

/** The speech of all languages, one after another. */
export function everyLanguage(options: { punctuated?: boolean } = {}): Word[] {
  const words: Word[] = [];
  for (const language of LANGUAGES) {
    words.push(...spoken(SPEECH[language], { ...options, from: (words.at(-1)?.end ?? 0) + 900 }));
  }
  return words;
}

const vocabulary = [...new Set(Object.values(SPEECH).flatMap((text) => text.split(" ")))].map(
  (token) => PUNCTUATED.exec(token)?.[1] ?? token,
);

/** What recognizers, vocabularies and corrections may also bring: long, spaced, compound, emoji, digits, markup. */
const odd = [
  "https://example.com/a/very/long/address/that/nobody/reads/aloud?with=parameters&and=more",
  "क्षत्रियत्वस्वातन्त्र्यसंरक्षणपरिषद्विश्वविद्यालयाध्यक्षमहोदयस्य".repeat(3),
  "New Delhi Railway Station",
  "👨‍👩‍👧‍👦",
  "🇮🇳",
  "3.14",
  "२०२६",
  "<b>",
  "-->",
  "&amp;",
  "[PII]",
  "日本語",
  "A",
];

/** Words in order, from all scripts, with gaps from none to long silences and words from a millisecond to minutes. */
export const anyWords: fc.Arbitrary<Word[]> = fc
  .array(
    fc.record({
      text: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...vocabulary) }, fc.constantFrom(...odd)),
      trail: fc.option(fc.constantFrom(",", ".", "।", "?", "؟", "۔", "...", "”"), { nil: undefined, freq: 5 }),
      lead: fc.option(fc.constantFrom("“", "(", "¿"), { nil: undefined, freq: 2 }),
      lasts: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 80, max: 900 }) },
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 5_000, max: 90_000 }),
      ),
      gap: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 0, max: 120 }) },
        fc.integer({ min: 120, max: 900 }),
        fc.integer({ min: 900, max: 60_000 }),
      ),
      speaker: fc.option(fc.constantFrom("spk_0", "spk_1"), { nil: undefined, freq: 2 }),
    }),
    { maxLength: 120 },
  )
  .map((spokenWords) => {
    let time = 0;
    return spokenWords.map(({ lasts, gap, ...word }) => {
      const start = time + gap;
      time = start + lasts;
      const known = Object.entries(word).filter(([, value]) => value !== undefined);
      return { ...(Object.fromEntries(known) as { text: string }), start, end: time };
    });
  });

export const solid = (text: string): string => text.replace(/\s+/gu, "");
