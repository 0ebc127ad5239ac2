import { expect } from "chai";
import * as fc from "fast-check";
import { protectText, restoreText, withMissing } from "@huut/domain";

const mark = (index: number | string): string => `<span translate="no">⟦${index}⟧</span>`;

describe("protectText", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["आज #क्रिकेट का मैच", ["#क्रिकेट"]],
    ["#हिन्दी, #ଓଡ଼ିଆ।", ["#हिन्दी", "#ଓଡ଼ିଆ"]],
    ["see https://huut.example/p/1?a=b. Or www.a.in/x!", ["https://huut.example/p/1?a=b", "www.a.in/x"]],
    ["(https://a.example/b)", ["https://a.example/b"]],
    ["ask @asha.k, or asha@mail.example now", ["@asha.k", "asha@mail.example"]],
    ["well done 🎉🎉👩‍🌾 India 🇮🇳 ❤️", ["🎉🎉👩‍🌾", "🇮🇳", "❤️"]],
    ["my number is [PII] and [CREDIT_DEBIT_NUMBER]", ["[PII]", "[CREDIT_DEBIT_NUMBER]"]],
    ["a < b ⟦0⟧", ["<", "⟦", "⟧"]],
    ["1 # 2 @ 3, R&D", []],
    ["गाना अच्छा है।", []],
  ];
  for (const [text, tokens] of cases) {
    it(`${text}: ${tokens.join(" ") || "nothing"}`, () => {
      const found = protectText(text);
      expect(found.tokens).to.deep.equal(tokens.map((token) => token.normalize("NFC")));
      for (const [index, token] of tokens.entries()) {
        expect(found.text).to.contain(mark(index));
        if (token.length > 1) expect(found.text).not.to.contain(token);
      }
    });
  }
  it("tells whether there is anything to translate", () => {
    const texts = ["🎉 #tag", "42!", "[PII]", "…", "#tag है", "no"];
    expect(texts.map((text) => protectText(text).translatable)).to.deep.equal([false, false, false, false, true, true]);
  });
});

describe("restoreText", () => {
  const sent = protectText("cheers @asha for #cricket 🎉");
  const all = "@asha ने #cricket 🎉";
  const answers: readonly (readonly [what: string, answer: string, expected?: string])[] = [
    ["kept", `${mark(0)} ने ${mark(1)} ${mark(2)}`],
    ["elements lost", "⟦0⟧ ने ⟦1⟧ ⟦2⟧"],
    ["elements translated", '<स्पैन अनुवाद="नहीं">⟦0⟧</स्पैन> ने ⟦1⟧ ⟦2⟧'],
    ["spaces inside", "<span translate = no> ⟦ 0 ⟧ </span> ने ⟦1 ⟧  ⟦ 2⟧"],
    ["digits of another script", "⟦०⟧ ने ⟦१⟧ ⟦२⟧"],
    ["other brackets", "[0] ने 【1】 [[2]]"],
    ["one twice", "⟦0⟧ ने ⟦1⟧ ⟦0⟧ ⟦2⟧"],
    ["one too many", "⟦0⟧ ने ⟦1⟧ ⟦7⟧ ⟦2⟧"],
  ];
  for (const [what, answer, expected = all] of answers) {
    it(`mends: ${what}`, () => expect(restoreText(answer, sent)).to.deep.equal({ text: expected, missing: [] }));
  }
  it("reports what is lost, and appends it only when asked to", () => {
    const restored = restoreText("⟦1⟧ के लिए बधाई", sent);
    expect(restored).to.deep.equal({ text: "#cricket के लिए बधाई", missing: ["@asha", "🎉"] });
    expect(withMissing(restored)).to.equal("#cricket के लिए बधाई @asha 🎉");
  });
  it("throws the service's own broken marks away", () => {
    expect(restoreText("<DNT_GEBKJMM बधाई ⟦1⟧", sent)).to.deep.equal({
      text: "बधाई #cricket",
      missing: ["@asha", "🎉"],
    });
  });
  it("undoes entities that the text did not have", () => {
    expect(restoreText(`R&amp;D &#39;हाँ&#39; ${mark(0)}`, protectText("R&D 'yes' #a")).text).to.equal("R&D 'हाँ' #a");
    expect(restoreText(`&amp; ${mark(0)}`, protectText("&amp; #a")).text).to.equal("&amp; #a");
  });
  it("leaves numbers in brackets alone once every token is found", () => {
    expect(restoreText(`${mark(0)} देखें [0]`, protectText("#a see [0]")).text).to.equal("#a देखें [0]");
  });
  it("gives back what an honest translator leaves alone", () => {
    const pieces = fc.constantFrom(
      "#हिन्दी",
      "@a.b",
      "🎉",
      "https://a.example/x",
      "<",
      "⟦1⟧",
      "[0]",
      "शब्द",
      "word,",
      "&",
      "[PII]",
    );
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 12 }), (words) => {
        const text = words.join(" ");
        const restored = restoreText(protectText(text).text, protectText(text));
        expect(restored).to.deep.equal({ text, missing: [] });
      }),
    );
  });
});
