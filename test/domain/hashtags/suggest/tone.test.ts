import { expect } from "chai";
import { moodOf, toneTag, vetoOf, type SentimentOf } from "@huut/domain";

export function felt(Positive: number, Negative: number): SentimentOf {
  const Sentiment = Positive > 0.5 ? "POSITIVE" : Negative > 0.5 ? "NEGATIVE" : "NEUTRAL";
  return { Sentiment, SentimentScore: { Positive, Negative, Neutral: 1 - Positive - Negative, Mixed: 0 } };
}

describe("tone", () => {
  it("ranks tags of joy and grief by the post's sentiment, and no others", () => {
    expect(moodOf("#दिवाली", felt(0.9, 0.1))).to.be.closeTo(0.8, 1e-9);
    expect(moodOf("#दिवाली", felt(0.1, 0.9))).to.be.closeTo(-0.8, 1e-9);
    expect(moodOf("#দুঃখ", felt(0.1, 0.9))).to.be.closeTo(0.8, 1e-9);
    expect(moodOf("#क्रिकेट", felt(0.1, 0.9))).to.be.closeTo(0, 1e-9);
    expect(moodOf("#दिवाली", undefined)).to.equal(0);
  });

  it("vetoes joy that a sad post does not speak of", () => {
    expect(vetoOf("#दिवाली", false, felt(0.1, 0.7))?.reason).to.equal(
      "The post is negative (0.70) and does not speak of #दिवाली itself.",
    );
    expect(vetoOf("#दिवाली", true, felt(0.1, 0.9))).to.equal(undefined);
    expect(vetoOf("#दिवाली", false, felt(0.1, 0.69))).to.equal(undefined);
    expect(vetoOf("#क्रिकेट", false, felt(0, 1))).to.equal(undefined);
    expect(vetoOf("#दुख", false, felt(0, 1))).to.equal(undefined);
    expect(vetoOf("#दिवाली", false, undefined)).to.equal(undefined);
  });

  it("names a strong tone in the post's language", () => {
    expect(toneTag("ta", felt(0.9, 0.05))).to.deep.equal({ tag: "#மகிழ்ச்சி", strength: 0.9, sentiment: "positive" });
    expect(toneTag("bn", felt(0.05, 0.85))).to.deep.equal({ tag: "#দুঃখ", strength: 0.85, sentiment: "negative" });
    expect(toneTag("bn", felt(0.05, 0.84))).to.equal(undefined);
    expect(toneTag("bn", { ...felt(0.9, 0.05), Sentiment: "MIXED" })).to.equal(undefined);
    expect(toneTag("si", felt(0.9, 0.05))).to.equal(undefined);
    expect(toneTag("hi", undefined)).to.equal(undefined);
  });
});
