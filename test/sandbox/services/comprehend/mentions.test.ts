import { expect } from "chai";
import * as fc from "fast-check";
import { entities } from "../../../../sandbox/services/comprehend/entities";
import { LANGUAGES, type Language } from "../../../../sandbox/services/comprehend/languages";
import { keyPhrases } from "../../../../sandbox/services/comprehend/phrases";
import { within, withoutOverlaps, type Span } from "../../../../sandbox/services/comprehend/text/spans";

const phrases = async (text: string, language: Language) => (await keyPhrases(text, language)).map(({ Text }) => Text);
const named = async (text: string, language: Language) =>
  (await entities(text, language)).map(({ Text, Type }) => `${Text} ${Type}`);

describe("The stand-in that finds key phrases", () => {
  it("finds noun phrases of English, with what belongs to them", async () => {
    expect(
      await phrases("It has rained since morning and the tea shop near Howrah station is crowded.", "en"),
    ).to.deep.equal(["morning", "the tea shop", "Howrah station"]);
    expect(await phrases("My grandmother's parathas still taste great, what do you think?", "en")).to.deep.equal([
      "My grandmother's parathas",
    ]);
  });

  it("finds what stands between stop words of Hindi and of other languages", async () => {
    expect(await phrases("सुबह से चाय की दुकान पर भीड़ है।", "hi")).to.deep.equal(["सुबह", "चाय", "दुकान", "भीड़"]);
    expect(await phrases("नई फ़िल्म में पुराना घर है", "hi")).to.deep.equal(["नई फ़िल्म", "पुराना घर"]);
    expect(await phrases("La pluie tombe sur la ville", "fr")).to.deep.equal(["pluie tombe", "ville"]);
    expect(await phrases("今日の試合", "ja")).to.deep.equal(["今日", "試合"]);
  });

  it("finds none in hashtags, handles, addresses and numbers", async () => {
    for (const language of LANGUAGES)
      expect(
        await phrases("#CricketFever #क्रिकेट @ravi_k https://example.com/rain 42 🎉", language),
        language,
      ).to.deep.equal([]);
  });
});

describe("The stand-in that finds entities", () => {
  it("finds names in English, and tells what they are of by what is in and around them", async () => {
    expect(
      await named("🎉 Virat Kohli hit a century at Eden Gardens on Sunday, and India won by 6 wickets!", "en"),
    ).to.deep.equal(["Virat Kohli PERSON", "Eden Gardens LOCATION", "Sunday DATE", "India LOCATION", "6 QUANTITY"]);
    expect(await named("Amazon Web Services opened an office in Hyderabad for $5 million in 2024", "en")).to.deep.equal(
      ["Amazon Web Services ORGANIZATION", "Hyderabad LOCATION", "$5 million QUANTITY", "2024 DATE"],
    );
    expect(await named("The World Cup begins on 5 May 2024 at 8:30 pm", "en")).to.deep.equal([
      "World Cup EVENT",
      "5 May 2024 DATE",
      "8:30 pm DATE",
    ]);
  });

  it("takes no word for a name because a sentence begins with it", async () => {
    expect(
      await named("Rain again. Filter coffee, please. Short notes helped most before the exam.", "en"),
    ).to.deep.equal([]);
  });

  it("finds countries, times, amounts, and names after titles in Hindi", async () => {
    expect(await named("भारत ने श्रीलंका को 5 विकेट से हराया, सोमवार को श्री राम वर्मा ने कहा। ₹500", "hi")).to.deep.equal([
      "भारत LOCATION",
      "श्रीलंका LOCATION",
      "5 QUANTITY",
      "सोमवार DATE",
      "राम वर्मा PERSON",
      "₹500 QUANTITY",
    ]);
    expect(await named("आज १५ अगस्त २०२४ है", "hi")).to.deep.equal(["आज DATE", "१५ QUANTITY", "अगस्त DATE", "२०२४ DATE"]);
  });

  it("finds names by their capitals where only names have them", async () => {
    expect(await named("El lunes Gabriel García viajó a España.", "es")).to.deep.equal([
      "lunes DATE",
      "Gabriel García PERSON",
      "España LOCATION",
    ]);
    expect(await named("Hola. Nada nuevo.\nNada «Gabriel» dijo", "es")).to.deep.equal(["Gabriel OTHER"]);
    expect(await named("Der Zug fährt nach Indien.", "de")).to.deep.equal(["Indien LOCATION"]);
  });

  it("finds hashtags whole, in any script, and handles and addresses, as others", async () => {
    for (const language of LANGUAGES) {
      expect(await named("#हिन्दी #பயணம் #ক্রিকেট @ravi_k https://example.com/a", language), language).to.deep.equal([
        "#हिन्दी OTHER",
        "#பயணம் OTHER",
        "#ক্রিকেট OTHER",
        "@ravi_k OTHER",
        "https://example.com/a OTHER",
      ]);
    }
  });
});

describe("Parts of a text", () => {
  const part = fc
    .tuple(fc.nat(60), fc.integer({ min: 1, max: 8 }))
    .map(([begin, size]) => ({ begin, end: begin + size }));

  it("are kept by their order of trust when they overlap, as when each is compared with each", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 15 }), (parts) => {
        const kept: Span[] = [];
        for (const one of parts)
          if (kept.every(({ begin, end }) => one.end <= begin || end <= one.begin)) kept.push(one);
        expect(withoutOverlaps(parts)).to.deep.equal(kept.sort((a, b) => a.begin - b.begin));
      }),
    );
  });

  it("hold the places from their beginning up to their end", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 15 }), (parts) => {
        const apart = withoutOverlaps(parts);
        const isIn = within(apart);
        for (let at = 0; at < 80; at++)
          expect(isIn(at), String(at)).to.equal(apart.some(({ begin, end }) => begin <= at && at < end));
      }),
    );
  });
});

describe("Offsets of the stand-ins", () => {
  it("count code points", async () => {
    const [entity] = await entities("🎉👍🏽 Sri Lanka", "en");
    expect(entity).to.include({ Text: "Sri Lanka", BeginOffset: 4, EndOffset: 13 });
    const [phrase] = await keyPhrases("𝒜🎉 चाय", "hi");
    expect(phrase).to.include({ BeginOffset: 0, EndOffset: 1 });
  });

  it("cut out of the text what is told, in its order, without overlaps, whatever the text is", async () => {
    const word = fc.constantFrom(
      "Mumbai",
      "the old house",
      "don't",
      "India's",
      "नमस्ते",
      "भारत",
      "தமிழ்",
      "🎉",
      "👩🏽‍🌾",
      "#क्रिकेट",
      "5 May 2024",
      "₹500",
      "12:30",
      "é",
      "\u0303",
      "\u00a0",
      "\n",
      ".",
      ",",
      "…",
      "—",
      "'",
      "U.S.A.",
      "今日",
      "a@b.in",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(word, fc.string({ unit: "grapheme", maxLength: 8 })), { maxLength: 10 }),
        fc.constantFrom(" ", ""),
        fc.constantFrom(...LANGUAGES),
        async (words, space, language) => {
          const text = words.join(space);
          const points = [...text];
          for (const found of [await entities(text, language), await keyPhrases(text, language)]) {
            let end = 0;
            for (const { Text, BeginOffset, EndOffset, Score } of found) {
              expect(points.slice(BeginOffset, EndOffset).join("")).to.equal(Text);
              expect(BeginOffset).to.be.at.least(end);
              expect(EndOffset).to.be.greaterThan(BeginOffset);
              expect(Score).to.be.within(0, 1);
              end = EndOffset;
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
