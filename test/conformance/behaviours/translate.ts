import { TranslateClient, TranslateTextCommand } from "@aws-sdk/client-translate";
import { expect } from "chai";
import { behavioursOf, failureOf, type Credentials, type Probe } from "../behaviour";

const GUIDE = "https://docs.aws.amazon.com/translate/latest/dg";
const API = "https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html";

function ask(probe: Probe, Text: string, SourceLanguageCode = "en", TargetLanguageCode = "hi") {
  return probe.client(TranslateClient).send(new TranslateTextCommand({ Text, SourceLanguageCode, TargetLanguageCode }));
}

const lacking = ["or", "as", "ne"] as const;

export const translate = behavioursOf("translate", GUIDE, [
  {
    id: "text",
    title: "a text comes back in the other language, with both languages named",
    doc: API,
    run: async (probe) => {
      const { TranslatedText, SourceLanguageCode, TargetLanguageCode } = await ask(probe, "Rain today.");
      expect(TranslatedText).to.match(/\p{Script=Devanagari}/u);
      expect([SourceLanguageCode, TargetLanguageCode]).to.deep.equal(["en", "hi"]);
    },
  },
  {
    id: "same-language",
    title: "a text into its own language comes back as it is",
    doc: `${GUIDE}/what-is-languages.html`,
    run: async (probe) => {
      expect((await ask(probe, "Rain today.", "en", "en")).TranslatedText).to.equal("Rain today.");
    },
  },
  {
    id: "size",
    title: "a text has at most 10,000 bytes of UTF-8",
    doc: `${GUIDE}/what-is-limits.html`,
    run: async (probe) => {
      expect((await failureOf(ask(probe, "é".repeat(5_001)))).name).to.equal("TextSizeLimitExceededException");
      expect((await ask(probe, "é".repeat(5_000), "fr", "fr")).TranslatedText).to.have.length(5_000);
    },
  },
  {
    id: "empty",
    title: "a text has at least one character",
    doc: API,
    run: async (probe) => {
      expect((await failureOf(ask(probe, ""))).name).to.match(/^(ValidationException|InvalidRequestException)$/);
    },
  },
  {
    id: "do-not-translate",
    title: "an element with translate=no comes back as it is",
    doc: `${GUIDE}/customizing-translations-tags.html`,
    run: async (probe) => {
      const kept = '<span translate="no">Rain #1</span>';
      expect((await ask(probe, `Rain today and ${kept} tomorrow.`)).TranslatedText).to.contain(kept);
    },
  },
  {
    id: "auto",
    title: "a source that is auto is found, by whoever may ask Comprehend for it",
    doc: `${GUIDE}/access-control-managing-permissions.html`,
    run: async (probe) => {
      const auto = (credentials?: Credentials) =>
        probe.client(TranslateClient, credentials && { credentials }).send(
          new TranslateTextCommand({
            Text: "आज सुबह से शहर में बारिश हो रही है और सभी ट्रेनें देर से चल रही हैं।",
            SourceLanguageCode: "auto",
            TargetLanguageCode: "en",
          }),
        );
      expect((await auto()).SourceLanguageCode).to.equal("hi");
      const Statement = [{ Effect: "Allow", Action: "translate:TranslateText", Resource: "*" }];
      const role = await probe.role({ policy: { Version: "2012-10-17", Statement } });
      expect((await failureOf(auto(await probe.assume(role)))).name).to.equal("AccessDeniedException");
    },
  },
  ...lacking.map((code) => ({
    id: `unsupported/${code}`,
    title: `there is no translation into ${code}, nor from it`,
    doc: `${GUIDE}/what-is-languages.html`,
    run: async (probe: Probe) => {
      expect((await failureOf(ask(probe, "Rain", "en", code))).name).to.equal("UnsupportedLanguagePairException");
      expect((await failureOf(ask(probe, "Rain", code, "en"))).name).to.equal("UnsupportedLanguagePairException");
    },
  })),
]);
