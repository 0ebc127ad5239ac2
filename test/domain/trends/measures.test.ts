import { expect } from "chai";
import * as fc from "fast-check";
import {
  elapsedPart,
  expectation,
  fingerprintDistance,
  fingerprintOf,
  fingerprintText,
  hourOf,
  hourText,
  parseFingerprint,
  parseHour,
  parseScope,
  REGION_LANGUAGES,
  scopesOf,
  TREND_PARAMETERS,
  trustOf,
  voteHours,
  zScore,
  type Suspicion,
} from "@huut/domain";
import { randomOf, textIn, type CrowdLanguage } from "./crowd";

describe("Hours", () => {
  it("are counted and written in UTC", () => {
    const hour = hourOf("2026-11-02T05:59:59.999Z");
    expect(hourText(hour)).to.equal("2026-11-02T05");
    expect(parseHour("2026-11-02T05")).to.equal(hour);
    expect(elapsedPart(hour, "2026-11-02T05:15:00.000Z")).to.equal(0.25);
    expect(elapsedPart(hour, "2026-11-02T07:00:00.000Z")).to.equal(1);
    expect(hourText(voteHours("2026-11-04T05:00:00.000Z").from)).to.equal("2026-11-01T07");
    expect(() => parseHour("yesterday")).to.throw("2026-11-02T05");
    expect(() => hourOf("2026-02-30T05:00:00Z")).to.throw("is not an instant");
  });
});

describe("Scopes", () => {
  const read: readonly (readonly [string, string])[] = [
    ["global", "global"],
    ["lang#hi-IN", "lang#hi"],
    ["lang#TAM", "lang#ta"],
    ["region#in-tn", "region#IN-TN"],
    ["region#IN-OR", "region#IN-OD"],
  ];
  for (const [text, scope] of read) {
    it(`read ${text} as ${scope}`, () => expect(parseScope(text)).to.deep.equal({ ok: true, scope }));
  }
  for (const text of ["", "hi", "lang#", "lang#हिन्दी", "region#IN-ZZ", "lang#hi#ta"]) {
    it(`refuse "${text}" with the cure`, () =>
      expect(parseScope(text))
        .to.have.property("reason")
        .that.matches(/: use /));
  }

  it("of a vote are everyone's, its language's, and the region's where it was, else those of its language", () => {
    expect(scopesOf({ language: "ta" })).to.deep.equal(["global", "lang#ta", "region#IN-PY", "region#IN-TN"]);
    expect(scopesOf({ language: "ta", region: "IN-KA" })).to.deep.equal(["global", "lang#ta", "region#IN-KA"]);
    expect(scopesOf({ language: "en" }), "official nearly everywhere").to.deep.equal(["global", "lang#en"]);
    expect(scopesOf({})).to.deep.equal(["global"]);
    for (const languages of Object.values(REGION_LANGUAGES)) expect(languages).to.not.be.empty.and.not.include("en");
  });
});

describe("A fingerprint", () => {
  const cricket = "आज का मैच बहुत रोमांचक रहा, आखिरी ओवर में भारत ने जीत हासिल की";
  const near: readonly (readonly [string, string, string])[] = [
    ["tags, numbers and emoji", cricket, `${cricket}!!! 🎉🎉 #भारत @dost https://huut.example/17`],
    ["a word more", cricket, `${cricket} वाह`],
    [
      "another spelling of case and space",
      "The market was crowded this morning",
      "THE market was  crowded, this morning.",
    ],
    ["one vowel sign", "இன்று காலை சந்தையில் கூட்டம் மிக அதிகம் நண்பர்களே", "இன்று காலை சந்தையில் கூட்டம் மிக அதிகம் நண்பர்கள்"],
    ["nothing at all, decomposed", "पढ़ाई और बड़ी लड़ाई की कहानी सुनाओ", "पढ़ाई और बड़ी लड़ाई की कहानी सुनाओ".normalize("NFD")],
  ];
  for (const [what, a, b] of near) {
    it(`stays near when a copier changes ${what}`, () => {
      expect(distanceOf(a, b)).to.be.at.most(TREND_PARAMETERS.duplicateBits);
    });
  }

  it("stays far of what people write on their own, with the same few words", () => {
    const random = randomOf(1);
    for (const language of ["hi", "ta", "bn", "te", "en", "ur", "mr", "gu"] satisfies CrowdLanguage[]) {
      const texts = Array.from({ length: 40 }, () => textIn(language, random));
      const pairs = texts.flatMap((a, i) => texts.slice(i + 1).map((b) => distanceOf(a, b)));
      const alike = pairs.filter((bits) => bits <= TREND_PARAMETERS.duplicateBits).length;
      expect(alike / pairs.length, language).to.be.below(0.005);
    }
  });

  it("is none of a text too short to tell", () => {
    for (const text of ["", "शुभ दीपावली", "Happy Diwali!! 🎆🎆🎆🎆🎆🎆🎆 2026", "#एक #दो #तीन #चार #पाँच #छह"]) {
      expect(fingerprintOf(text), text).to.equal(undefined);
    }
  });

  it("is read as it was written", () => {
    const half = fc.nat({ max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(half, half, (high, low) => {
        expect(parseFingerprint(fingerprintText({ high, low }))).to.deep.equal({ high, low });
      }),
    );
    expect(() => parseFingerprint("xyz")).to.throw("16 hexadecimal digits");
  });

  function distanceOf(a: string, b: string): number {
    return fingerprintDistance(fingerprintOf(a)!, fingerprintOf(b)!);
  }
});

describe("What is usual", () => {
  const z = (authors: number, sum: number, weeks: number, before: number) =>
    zScore(authors, expectation({ sum, weeks }, before, 1, TREND_PARAMETERS));
  const cases: readonly (readonly [string, number, readonly [number, number]])[] = [
    ["three people out of nothing are no trend", z(3, 0, 4, 0), [0.5, 2]],
    ["eight people out of nothing are one", z(8, 0, 4, 0), [3, 6]],
    ["a thousand as ever are none", z(1_000, 4_000, 4, 1_000), [-0.01, 0.01]],
    ["half as many more than ever are none", z(1_500, 4_000, 4, 1_000), [0.5, 1.5]],
    ["three times as many are one", z(3_000, 4_000, 4, 1_000), [3, 5]],
    ["fewer than ever are below nothing", z(2, 400, 4, 100), [-3, -1]],
    ["without any past the day before is the measure", z(30, 0, 0, 30), [-0.01, 0.01]],
    ["one week is a less sure measure than four", z(40, 10, 1, 10) / z(40, 40, 4, 10), [0.8, 0.95]],
  ];
  for (const [what, value, [least, most]] of cases) {
    it(`says that ${what}`, () => expect(value).to.be.within(least, most));
  }

  it("never explodes: the score of one more author is bounded, whatever the baseline", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 10_000 }),
        fc.nat({ max: 40_000 }),
        fc.nat({ max: 4 }),
        fc.nat({ max: 10_000 }),
        (n, sum, weeks, before) => {
          const step = z(n + 1, sum, weeks, before) - z(n, sum, weeks, before);
          expect(step)
            .to.be.greaterThan(0)
            .and.at.most(1 / Math.sqrt(2 + 0.25 * 4));
        },
      ),
    );
  });

  it("is less while the hour has only begun", () => {
    const { mean } = expectation({ sum: 40, weeks: 4 }, 10, 0.5, TREND_PARAMETERS);
    expect(mean).to.equal(5);
  });
});

describe("Trust", () => {
  const honest: Suspicion = { effectiveAuthors: 40, duplicates: 0.1, synchrony: 0.1, deletions: 0.05 };
  const trust = (part: Partial<Suspicion>) => trustOf({ ...honest, ...part }, 6, TREND_PARAMETERS);
  it("is whole without suspicion, nothing where any is whole, and falls on the way", () => {
    expect(trust({})).to.equal(1);
    expect(trust({ effectiveAuthors: 4.4 })).to.equal(0);
    for (const each of ["duplicates", "synchrony", "deletions"] as const) {
      const { from, to } = TREND_PARAMETERS[each];
      expect(trust({ [each]: from }), each).to.equal(1);
      expect(trust({ [each]: (from + to) / 2 }), each).to.be.closeTo(0.5, 1e-9);
      expect(trust({ [each]: to }), each).to.equal(0);
    }
  });
});
