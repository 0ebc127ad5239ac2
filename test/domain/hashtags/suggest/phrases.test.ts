import { expect } from "chai";
import { tagFor, tagOfPhrase, writingOf } from "@huut/domain";

describe("tagOfPhrase", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["the last over", "#lastover"],
    ["My grandmother's parathas", "#grandmotherparathas"],
    ["a stranger on the night train", undefined],
    ["The", undefined],
    ["Virat Kohli", "#viratkohli"],
    ["आख़िरी ओवर", "#आख\u093cिरी_ओवर"],
    ["மழை", "#மழை"],
    ["কালীপুজো।", "#কালীপুজো"],
    ["ഓണം സദ്യ", "#ഓണം_സദ്യ"],
    ["अवन्\u200d,", "#अवन्\u200d"],
    ["2026", undefined],
    ["क", undefined],
    ["", undefined],
    ["#क्रिकेट", undefined],
    ["https://huut.in/x", undefined],
  ];
  for (const [phrase, tag] of cases) {
    it(`${JSON.stringify(phrase)} → ${tag ?? "no tag"}`, () => expect(tagOfPhrase(phrase)).to.equal(tag));
  }
});

describe("writingOf", () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["hi", "आज बारिश", "hi", "Deva"],
    ["hi-IN", "आज match देखा", "hi", "Deva"],
    ["hi", "aaj barish hui", "hi", "Latn"],
    ["hi-Latn", "आज बारिश", "hi", "Latn"],
    ["hi", "", "hi", "Deva"],
    ["ur", "آج بارش", "ur", "Arab"],
    ["en", "rain", "en", "Latn"],
    ["sat", "ᱚᱞ", "sat", "Olck"],
  ];
  for (const [stated, text, language, script] of cases) {
    it(`of ${stated} ${JSON.stringify(text)} is ${language} in ${script}`, () =>
      expect(writingOf(stated, text)).to.deep.equal({ language, script }));
  }
});

describe("tagFor", () => {
  const cases: readonly (readonly [string, string, string, string | undefined])[] = [
    ["#cricket", "hi", "Deva", "#क्रिकेट"],
    ["#cricket", "ta", "Taml", "#கிரிக்கெட்"],
    ["#cricket", "hi", "Latn", "#cricket"],
    ["#क्रिकेट", "or", "Orya", "#କ୍ରିକେଟ"],
    ["#barish", "hi", "Deva", "#बारिश"],
    ["#viratkohli", "hi", "Deva", undefined],
    ["#इडली", "hi", "Deva", "#इडली"],
    ["#इडली", "ta", "Taml", undefined],
    ["#चुनाव2026☕", "hi", "Deva", "#चुनाव2026☕"],
    ["#🇮🇳", "hi", "Deva", undefined],
    ["#क्रिकेटlove", "hi", "Deva", undefined],
  ];
  for (const [tag, language, script, wanted] of cases) {
    it(`${tag} in ${language}-${script} is ${wanted ?? "none"}`, () =>
      expect(tagFor(tag, { language, script })).to.equal(wanted));
  }
});
