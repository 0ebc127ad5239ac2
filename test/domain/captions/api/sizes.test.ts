import {
  answerBytes,
  captionsDocument,
  documentAnswer,
  fileAnswer,
  foundCaptions,
  layoutCues,
  MAX_ANSWER_BYTES,
  MEDIA_LIMITS,
  toSrt,
  toVtt,
  type HttpAnswer,
  type Word,
} from "@huut/domain";
import { expect } from "chai";
import { SPEECH, spoken, type SpeechLanguage } from "../speech";
import { captions, media } from "./items";

/** Somebody who speaks for as long as Transcribe listens. */
function fourHours(language: SpeechLanguage): readonly Word[] {
  const words: Word[] = [];
  for (;;) {
    const more = spoken(SPEECH[language], { from: (words.at(-1)?.end ?? 0) + 500 });
    if ((more.at(-1)?.end ?? Infinity) > MEDIA_LIMITS.maxMs) return words;
    words.push(...more);
  }
}

describe("answers of four hours of speech", () => {
  // Malayalam has the most bytes a second; Latin letters have the fewest.
  for (const language of ["ml", "hi", "en"] as const) {
    it(`in ${language} are far below what Lambda sends, as files and as documents`, () => {
      const cues = layoutCues(fourHours(language));
      const query = { path: "/v1/posts/p-1/captions", postId: "p-1", format: "json" } as const;
      const item = captions("hi");
      const content = { item, cues, spoken: cues, corrections: [] };
      const document = captionsDocument(foundCaptions([media(), item]), content, query);
      const answers: Readonly<Record<string, HttpAnswer>> = {
        vtt: fileAnswer(query, item, "vtt", { text: toVtt(cues), etag: '"a"' }),
        srt: fileAnswer(query, item, "srt", { text: toSrt(cues), etag: '"a"' }),
        json: documentAnswer(query, item, document),
      };
      for (const [format, answer] of Object.entries(answers)) {
        expect(answer.status, format).to.equal(200);
        expect(answerBytes(answer), format).to.be.within(300_000, MAX_ANSWER_BYTES / 2);
      }
    });
  }
});
