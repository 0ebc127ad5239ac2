import { AwsError } from "../../kernel/errors";
import { entities } from "./entities";
import { identify } from "./identify";
import type { Language } from "./languages";
import { keyPhrases } from "./phrases";
import { sentimentOf } from "./sentiment";

/** One thing that the service finds out of a document. */
export interface Analysis {
  /** As in the operations' names, after `Detect` and `BatchDetect`. */
  readonly name: string;
  /** Bytes of UTF-8 of a document by itself: https://docs.aws.amazon.com/comprehend/latest/dg/guidelines-and-limits.html */
  readonly largest: number;
  /** Whether the caller says what language the document is in. */
  readonly takesLanguage: boolean;
  /** @throws AwsError InternalServerException */
  run(text: string, language: Language): Promise<object>;
}

export const ANALYSES: readonly Analysis[] = [
  { name: "DominantLanguage", largest: 100_000, takesLanguage: false, run: dominantLanguage },
  {
    name: "Entities",
    largest: 100_000,
    takesLanguage: true,
    run: async (text, language) => ({ Entities: await entities(text, language) }),
  },
  {
    name: "KeyPhrases",
    largest: 100_000,
    takesLanguage: true,
    run: async (text, language) => ({ KeyPhrases: await keyPhrases(text, language) }),
  },
  { name: "Sentiment", largest: 5_000, takesLanguage: true, run: sentimentOf },
];

/**
 * A document that has no words in any script that it knows is one that the service fails at: its guide's example of a
 * document with an error is "$$$$$$".
 * https://docs.aws.amazon.com/comprehend/latest/dg/how-batch.html
 */
async function dominantLanguage(text: string): Promise<object> {
  const Languages = await identify(text);
  if (Languages.length > 0) return { Languages };
  throw new AwsError("InternalServerException", "Unexpected Server Error. Please try again.", 500);
}
