/** Letters that, of the languages of a script, only one has. */
export const OWN_LETTERS: Readonly<Record<string, RegExp>> = {
  as: /[ৰৱ]/u,
  sd: /[ٻڀٺٽٿڃڄڇڌڏڊڍڦڳڱڻ]/u,
  ur: /[ٹڈڑںے]/u,
  "zh-TW": /[們這個說國學時會對過後來還沒點嗎麼樣為與]/u,
};

/** Common words that, of the languages of a script, only one has or that one has far more often. NFC. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  hi:
    "है हैं था थी थे हूँ हूं हो का की के को में से ने पर नहीं और यह वह ये वे मैं हम तुम आप मुझे हमें मेरा मेरी मेरे हमारा हमारे " +
    "क्या कहाँ कैसे क्यों बहुत अच्छा अच्छी रहा रही रहे गया गई गए कल नमस्ते लेकिन भी तो",
  mr:
    "आहे आहेत होता होती होते नाही नाहीत आणि मध्ये हे ही हा तो ती ते मी आम्ही तुम्ही मला आम्हाला माझा माझी माझे आपण काय कुठे " +
    "कसे का खूप छान झाला झाली झाले करतो करते पाहिजे पण तर उद्या सकाळी रात्री नमस्कार असून केला केली केले",
  ne:
    "छ छन् छन छैन हुन् हुन्छ थियो थिए भयो भए गर्छ गर्छन् गर्नुहोस् गरेको र पनि तर मा को लाई बाट ले मेरो हाम्रो तपाईं हामी उनले " +
    "कस्तो किन धेरै राम्रो भोलि हिजो आज भने म यो त्यो जान्छु",
  sa: "अस्ति सन्ति भवति अहम् अहं त्वम् सः सा तत् वयम् किम् च एव इति मम तव गच्छति वदति वदामि",
  bn: "আর এবং আমি আমার আমাদের তুমি তোমার এই সেই কি কী না হয় হয়ে করে করতে থেকে জন্য",
  as: "আৰু মই মোৰ আমাৰ তুমি তোমাৰ এই সেই নাই হয় কৰে পৰা বাবে পাতি লাগিল ভাবা",
};

const words = new Map(
  Object.entries(OWN_WORDS).map(([code, list]) => [code, new Set(list.normalize("NFC").split(" "))]),
);

/** How many of a text's words are among those of each language that only it has, of `languages`. */
export function tellingWords(text: string, languages: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const own = languages.flatMap((code) => {
    const set = words.get(code);
    return set ? [[code, set] as const] : [];
  });
  if (own.length < 2) return found;
  for (const word of text.split(" ")) {
    const having = own.filter(([, set]) => set.has(word));
    // A word of several of them tells nothing.
    if (having.length !== 1) continue;
    const [code] = having[0] as readonly [string, ReadonlySet<string>];
    found.set(code, (found.get(code) ?? 0) + 1);
  }
  return found;
}
