import { expect } from "chai";
import * as fc from "fast-check";
import { identify } from "../../../../sandbox/services/comprehend/identify";
import { DOMINANT } from "../../../../sandbox/services/comprehend/languages";

/** Sentences as people write them; none of them is a sample of the platform's. */
const SENTENCES: Readonly<Record<string, readonly string[]>> = {
  hi: ["मुझे चाय पसंद है।", "कल मैं बाज़ार जाऊँगा।", "यह फ़िल्म बहुत ख़राब थी।", "बच्चे मैदान में खेल रहे हैं।"],
  mr: ["तुम्हाला हे गाणे कसे वाटले?", "कालच्या सामन्यात भारत जिंकला, सगळे आनंदी झाले.", "मला मराठी आवडते."],
  ne: ["आज बिहानदेखि पानी परिरहेको छ र हामी घरमै बसेका छौं।", "तपाईंलाई यो गीत कस्तो लाग्यो?", "भोलि म बजार जान्छु।"],
  sa: ["अहं संस्कृतं वदामि।", "सः विद्यालयं गच्छति।"],
  bn: ["আজ সকাল থেকে বৃষ্টি পড়ছে।", "আমার খুব ভালো লাগছে।"],
  as: ["আজি ৰাতিপুৱাৰ পৰা বৰষুণ দি আছে।", "মোৰ গাঁৱৰ পুথিভঁৰালত নতুন কিতাপ আহিছে।"],
  gu: ["આજે સવારથી વરસાદ પડે છે.", "મને આ ગીત ગમે છે."],
  pa: ["ਅੱਜ ਸਵੇਰ ਤੋਂ ਮੀਂਹ ਪੈ ਰਿਹਾ ਹੈ।", "ਮੈਨੂੰ ਇਹ ਗੀਤ ਬਹੁਤ ਪਸੰਦ ਹੈ।"],
  ta: ["இன்று காலை முதல் மழை பெய்கிறது.", "இந்தப் பாடல் எனக்குப் பிடிக்கும்."],
  te: ["ఈ రోజు ఉదయం నుండి వర్షం పడుతోంది.", "ఈ పాట నాకు ఇష్టం."],
  kn: ["ಇಂದು ಬೆಳಗ್ಗೆಯಿಂದ ಮಳೆ ಬರುತ್ತಿದೆ.", "ಈ ಹಾಡು ನನಗೆ ಇಷ್ಟ."],
  ml: ["ഇന്ന് രാവിലെ മുതൽ മഴ പെയ്യുന്നു.", "ഈ പാട്ട് എനിക്കിഷ്ടമാണ്."],
  or: ["ଆଜି ସକାଳୁ ବର୍ଷା ହେଉଛି।", "ମୋ ଗାଁର ସ୍କୁଲରେ ନୂଆ ବହି ଆସିଛି।"],
  ur: ["آج صبح سے بارش ہو رہی ہے۔", "مجھے یہ گانا بہت پسند ہے۔"],
  sd: ["اڄ صبح کان مينهن پئي رهيو آهي."],
  ar: ["منذ صباح اليوم والمطر يهطل بغزارة."],
  fa: ["امروز از صبح باران می‌بارد."],
  si: ["අද උදේ සිට වැස්ස වැටෙනවා."],
  en: ["It has rained since morning.", "Good morning everyone", "I am not happy with the new update", "Please vote"],
  es: ["Hoy ha llovido desde la mañana."],
  fr: ["Il pleut depuis ce matin."],
  de: ["Es regnet seit heute Morgen."],
  ja: ["今日は朝から雨です。"],
  ko: ["오늘 아침부터 비가 와요."],
  zh: ["今天早上一直在下雨。"],
  "zh-TW": ["今天早上我們還沒出門。"],
};

describe("The stand-in that tells languages", () => {
  for (const [language, sentences] of Object.entries(SENTENCES)) {
    for (const sentence of sentences) {
      it(`takes "${sentence}" for ${language}`, async () => {
        const [surest] = await identify(sentence);
        expect(surest?.LanguageCode).to.equal(language);
        expect(surest?.Score).to.be.within(0.4, 1);
      });
    }
  }

  it("names both languages of a text in two scripts, the one with more letters first", async () => {
    const languages = await identify("आज सुबह से बारिश हो रही है और चाय की दुकान पर भीड़ है, best weather");
    expect(languages.map(({ LanguageCode }) => LanguageCode).slice(0, 2)).to.deep.equal(["hi", "en"]);
  });

  it("is less sure of little text than of much", async () => {
    const [little] = await identify("নদী");
    const [much] = await identify("নদীর ধারে আজ অনেক মানুষ বসে আছে, বাতাস বড় মধুর।");
    expect(little?.LanguageCode).to.equal("bn");
    expect(much?.Score).to.be.greaterThan(little?.Score as number);
  });

  it("takes letters that are composed and decomposed for the same", async () => {
    const text = "ज़रूर, वह क़लम पढ़ाई में काम आएगा।";
    expect(await identify(text.normalize("NFD"))).to.deep.equal(await identify(text.normalize("NFC")));
  });

  it("finds none where there are no letters, or none that it knows", async () => {
    for (const text of ["$$$$$$", "123 456", "🎉🎉", "ᓀᐦᐃᔭᐍᐏᐣ"]) expect(await identify(text), text).to.deep.equal([]);
  });

  it("answers only with languages of the service, the surest first, as sure as 1 at most, and each time the same", async () => {
    const sentence = fc.constantFrom(...Object.values(SENTENCES).flat(), "#ਮੀਂਹ", "ok", "🎉", "é", "\u0303");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(sentence, fc.string({ unit: "grapheme", maxLength: 12 })), { maxLength: 4 }),
        async (parts) => {
          const text = parts.join(" ");
          const languages = await identify(text);
          for (const { LanguageCode, Score } of languages) {
            expect(DOMINANT.has(LanguageCode), LanguageCode).to.equal(true);
            expect(Score).to.be.within(0, 1);
          }
          const scores = languages.map(({ Score }) => Score);
          expect(scores).to.deep.equal([...scores].sort((a, b) => b - a));
          expect(await identify(text)).to.deep.equal(languages);
        },
      ),
      { numRuns: 60 },
    );
  });
});
