import { TranslateClient, TranslateTextCommand, type TranslateTextRequest } from "@aws-sdk/client-translate";
import { expect } from "chai";
import * as fc from "fast-check";
import type { Principal } from "../../../../sandbox/iam";
import { clientFor } from "../../../../sandbox/kernel/client";
import { Cloud } from "../../../../sandbox/kernel/cloud";
import { sentimentOf } from "../../../../sandbox/services/comprehend/sentiment";
import { translate } from "../../../../sandbox/services/translate/translator";
import type { Fault } from "../../../../sandbox/world/faults";
import { World } from "../../../../sandbox/world/world";
import { createResource } from "../../../support/resource";

const account = "222222222222";
const place = { account, region: "ap-south-1" };
const span = '<span translate="no">⟦0⟧</span>';

describe("The stand-in translator", () => {
  it("takes common words from its dictionary, and says that it is one by its mark", () => {
    expect(translate("नमस्ते दोस्तों, आज बारिश है।", "hi", "en")).to.equal("≈hello friends, today rain is.");
    expect(translate("hello friends, today rain is.", "en", "ta")).to.equal("≈வணக்கம் நண்பர்களே, இன்று மழை உள்ளது.");
    expect(translate("Hello friends. What?", "en", "ur")).to.equal("≈سلام دوستو۔ کیا؟");
    expect(translate("ਅੱਜ ਮੀਂਹ ਹੈ।", "pa", "bn")).to.equal("≈আজ বৃষ্টি হয়।");
  });

  it("writes other words by their sound in the target's script", () => {
    expect(translate("मुंबई", "hi", "gu")).to.equal("≈મુંબઈ");
    expect(translate("ज़रूरत", "hi", "en")).to.equal("≈jarurata");
    expect(translate("Kolkata", "en", "bn")).to.match(/^≈\p{Script=Bengali}+$/u);
    for (const [target, script] of Object.entries({
      mr: "Devanagari",
      te: "Telugu",
      kn: "Kannada",
      ml: "Malayalam",
      si: "Sinhala",
      ur: "Arabic",
    })) {
      const translated = translate("ऊटपटांग", "hi", target);
      if (target !== "mr") expect(translated.slice(1)).to.match(new RegExp(`^[\\p{Script=${script}}\\p{M}]+$`, "u"));
    }
  });

  it("keeps tags, what is not to be translated, tokens, numbers and spaces", () => {
    expect(translate(`${span} नमस्ते  <b>चाय</b> 42 ⟦आज⟧\n`, "hi", "en")).to.equal(
      `≈${span} hello  <b>tea</b> 42 ⟦आज⟧\n`,
    );
    expect(translate("<p translate=no>चाय पानी</p> चाय", "hi", "en")).to.equal("≈<p translate=no>चाय पानी</p> tea");
  });

  it("leaves the same language, and what it has no words for, unmarked", () => {
    expect(translate("नमस्ते", "hi", "hi")).to.equal("नमस्ते");
    expect(translate("123 🎉", "hi", "en")).to.equal("123 🎉");
    expect(translate("你好", "zh", "en")).to.equal("你好");
  });

  it("keeps every placeholder once and in its place, whatever is around it", () => {
    const word = fc.constantFrom("नमस्ते", "rain", "வணக்கம்", " ", ", ", "।", "5", "é", "\u0303", "🎉", "⟦", "&");
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, fc.constant(span))),
        fc.constantFrom("en", "ta", "ur", "bn", "fr"),
        (pieces, target) => {
          const translated = translate(pieces.join(""), "hi", target);
          const parts = pieces.join("").split(span);
          // What is between two placeholders comes out as it would by itself, but for a token that it is a part of.
          if (!parts.join("").includes("⟦")) {
            const alone = parts.map((part) => translate(part, "hi", target).replace(/^≈/u, ""));
            expect(translated.replace(/^≈/u, "")).to.equal(alone.join(span));
          }
          expect(translated.split("⟦0⟧").length).to.equal(pieces.filter((piece) => piece === span).length + 1);
        },
      ),
    );
  });
});

describe("A text that goes through English", () => {
  for (const [text, source] of [
    ["இந்த பாடல் மிகவும் அழகான பாடல்", "ta"],
    ["ఈ సినిమా అద్భుతం", "te"],
    ["হ্যাঁ, খুব খুশি", "bn"],
    ["ಒಳ್ಳೆಯ ಊಟ", "kn"],
    ["یہ بہت خوبصورت گھر ہے", "ur"],
  ] as const) {
    it(`keeps that it is felt well: ${text} (${source})`, async () => {
      expect((await sentimentOf(translate(text, source, "en"), "en")).Sentiment).to.equal("POSITIVE");
    });
  }
  for (const [text, source] of [
    ["படம் மோசமான கதை", "ta"],
    ["ఈ సినిమా భయంకరం", "te"],
    ["চিত্রটা খারাপ", "bn"],
    ["ਫ਼ਿਲਮ ਮਾੜਾ", "pa"],
    ["ફિલ્મ ખરાબ", "gu"],
    ["സിനിമ മോശം", "ml"],
    ["चित्रपट वाईट", "mr"],
  ] as const) {
    it(`keeps that it is felt ill: ${text} (${source})`, async () => {
      expect((await sentimentOf(translate(text, source, "en"), "en")).Sentiment).to.equal("NEGATIVE");
    });
  }
});

describe("Translate", () => {
  let world: World;
  let cloud: Cloud;
  const open = (faults: Fault[] = []) => {
    world = new World({ seed: 1, start: Date.UTC(2026, 10, 2), faults: { faults } });
    cloud = new Cloud(world);
    world.open();
  };
  beforeEach(() => open());
  afterEach(() => world.close());

  const root: Principal = { kind: "root", account };
  const ask = (more: Partial<TranslateTextRequest> = {}, principal: Principal = root) =>
    clientFor(cloud, TranslateClient, "translate", { principal, account }, place.region).send(
      new TranslateTextCommand({ Text: "नमस्ते", SourceLanguageCode: "hi", TargetLanguageCode: "en", ...more }),
    );
  const refusal = async (more: Partial<TranslateTextRequest>, principal: Principal = root) => {
    const error = (await ask(more, principal).catch((reason: unknown) => reason)) as Error & object;
    if (!(error instanceof Error)) throw new Error("The call succeeded.");
    return error;
  };

  it("answers with the text and its languages", async () => {
    const { TranslatedText, SourceLanguageCode, TargetLanguageCode } = await ask();
    expect({ TranslatedText, SourceLanguageCode, TargetLanguageCode }).to.deep.equal({
      TranslatedText: "≈hello",
      SourceLanguageCode: "hi",
      TargetLanguageCode: "en",
    });
  });

  it("takes 10,000 bytes, not one more", async () => {
    const text = "न".repeat(3_333);
    expect((await ask({ Text: `${text}a` })).TranslatedText?.length).to.be.greaterThan(3_000);
    const error = await refusal({ Text: `${text}ab` });
    expect(error.name).to.equal("TextSizeLimitExceededException");
    expect(error.message).to.match(/10000 bytes while in this request the text size is 10001 bytes/);
  });

  for (const code of ["or", "as", "ne", "xx"]) {
    it(`has no ${code}, as source or as target`, async () => {
      for (const more of [{ TargetLanguageCode: code }, { SourceLanguageCode: code }]) {
        const error = await refusal(more);
        expect(error).to.include({ name: "UnsupportedLanguagePairException" });
        expect(error).to.include({ SourceLanguageCode: "hi", TargetLanguageCode: "en", ...more });
      }
    });
  }

  it("has all the Indian languages that the platform is promised", async () => {
    for (const code of ["hi", "ta", "te", "bn", "gu", "kn", "ml", "mr", "pa", "ur", "si"]) {
      expect(
        (await ask({ TargetLanguageCode: code, SourceLanguageCode: "en", Text: "rain" })).TargetLanguageCode,
      ).to.equal(code);
    }
  });

  it("refuses an empty text and codes that are none", async () => {
    expect(await refusal({ Text: "" })).to.include({ name: "ValidationException" });
    expect(await refusal({ TargetLanguageCode: "e" })).to.include({ name: "ValidationException" });
  });

  it("throttles over 20 requests a second of a pair", async () => {
    const all = await Promise.allSettled(Array.from({ length: 22 }, () => ask()));
    const refused = all.flatMap((each) => (each.status === "rejected" ? [(each.reason as Error).name] : []));
    expect(refused).to.deep.equal(["ThrottlingException", "ThrottlingException"]);
    await ask({ TargetLanguageCode: "ta" });
    await world.runFor(100);
    await ask();
    expect(cloud.service("translate").summary?.()).to.deep.equal({
      [`${account}/ap-south-1/hi-en`]: { requests: 21, characters: 126, throttled: 2 },
      [`${account}/ap-south-1/hi-ta`]: { requests: 1, characters: 6, throttled: 0 },
    });
  });

  it("finds the source by itself when it is asked to, and says which it is", async () => {
    expect(await ask({ SourceLanguageCode: "auto" })).to.include({
      TranslatedText: "≈hello",
      SourceLanguageCode: "hi",
    });
    expect(await ask({ SourceLanguageCode: "auto", Text: "இன்று மழை" })).to.include({ SourceLanguageCode: "ta" });
    expect(Object.keys(cloud.service("translate").summary?.() as object)).to.deep.equal([
      `${account}/ap-south-1/hi-en`,
      `${account}/ap-south-1/ta-en`,
    ]);
    expect(cloud.service("comprehend").summary?.()).to.deep.equal({
      [`${account}/ap-south-1/DetectDominantLanguage`]: { standIn: true, requests: 2, documents: 2, units: 6 },
    });
  });

  it("does not translate from what it finds and lacks, nor from what it is not sure of", async () => {
    const lacking = await refusal({ SourceLanguageCode: "auto", Text: "ଆଜି ବର୍ଷା ହେଉଛି" });
    expect(lacking).to.include({ name: "UnsupportedLanguagePairException", SourceLanguageCode: "or" });
    const unsure = await refusal({ SourceLanguageCode: "auto", Text: "ok" });
    expect(unsure).to.include({ name: "DetectedLanguageLowConfidenceException", DetectedLanguageCode: "en" });
  });

  it("asks for the caller's permission, and throttles by a fault plan", async () => {
    world.close();
    open([{ kind: "throttle", service: "translate", times: 1 }]);
    const { principal, allow } = await makeRole();
    expect((await refusal({}, principal)).name).to.equal("ThrottlingException");
    expect((await refusal({}, principal)).message).to.match(/not authorized to perform: translate:TranslateText/);
    await allow("translate:TranslateText");
    expect((await ask({}, principal)).TranslatedText).to.equal("≈hello");
  });

  it("asks for the caller's permission to detect a language, too, when it is to find the source", async () => {
    const { principal, allow } = await makeRole();
    await allow("translate:TranslateText");
    const denied = await refusal({ SourceLanguageCode: "auto" }, principal);
    expect(denied.name).to.equal("AccessDeniedException");
    expect(denied.message).to.match(/not authorized to perform: comprehend:DetectDominantLanguage/);
    await allow("translate:TranslateText", "comprehend:DetectDominantLanguage");
    expect((await ask({ SourceLanguageCode: "auto" }, principal)).TranslatedText).to.equal("≈hello");
  });

  for (const more of [{ TerminologyNames: ["t"] }, { Settings: { Formality: "FORMAL" } }] as const) {
    it(`is no answer of AWS when the sandbox lacks what is asked for: ${JSON.stringify(more)}`, async () => {
      expect((await refusal(more as never)).message).to.match(/^The sandbox does not support .* Translate/);
    });
  }

  async function makeRole() {
    const trust = [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }];
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: trust });
    const make = (type: string, name: string, inputs: Record<string, unknown>) =>
      createResource(cloud, type, name, inputs, place);
    const role = await make("aws:iam/role:Role", "r", { name: "r", assumeRolePolicy });
    const roleArn = (role as unknown as { arn: string }).arn;
    const sessionArn = `arn:aws:sts::${account}:assumed-role/r/s`;
    const principal: Principal = { kind: "role", account, roleArn, sessionArn, sessionName: "s" };
    const allow = (...actions: string[]) => {
      const Statement = [{ Effect: "Allow", Action: actions, Resource: "*" }];
      const name = `p${actions.length}`;
      const policy = JSON.stringify({ Version: "2012-10-17", Statement });
      return make("aws:iam/rolePolicy:RolePolicy", name, { role: "r", name, policy });
    };
    return { principal, allow };
  }
});
