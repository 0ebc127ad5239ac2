import { AwsError } from "../../kernel/errors";
import { LANGUAGES, type Language } from "./languages";

/** Documents in a batch: https://docs.aws.amazon.com/comprehend/latest/dg/guidelines-and-limits.html */
export const MOST_DOCUMENTS = 25;

/** Bytes of UTF-8 in a document of a batch, whatever is asked of it: the same page. */
export const LARGEST_IN_BATCH = 5_000;

/** @throws AwsError ValidationException, TextSizeLimitExceededException */
export function checkedText(text: string | undefined, largest: number): string {
  if (text === undefined) throw violates("null", "text", "must not be null");
  if (text === "") throw violates("''", "text", "must have length greater than or equal to 1");
  checkSize(text, largest);
  return text;
}

/**
 * A document that is too large fails its whole batch, as AWS was seen to do; the reference says only that the operations
 * have the error.
 * @throws AwsError ValidationException, BatchSizeLimitExceededException, TextSizeLimitExceededException
 */
export function checkedTexts(texts: readonly string[] | undefined): readonly string[] {
  if (texts === undefined) throw violates("null", "textList", "must not be null");
  if (texts.length === 0) throw violates("'[]'", "textList", "must have length greater than or equal to 1");
  if (texts.includes(""))
    throw violates(
      `'[${texts.join(", ")}]'`,
      "textList",
      "must satisfy constraint: [Member must have length greater than or equal to 1]",
    );
  if (texts.length > MOST_DOCUMENTS)
    throw new AwsError(
      "BatchSizeLimitExceededException",
      `Please use a smaller number of items in a single batch. Maximum batch size is ${MOST_DOCUMENTS}.`,
    );
  for (const text of texts) checkSize(text, LARGEST_IN_BATCH);
  return texts;
}

/**
 * A language that no operation has is refused when the request is read, in these very words (the missing space is the
 * service's); UnsupportedLanguageException is for those that some operation has and this one lacks, and all of the
 * operations here have the same ones.
 * @throws AwsError ValidationException
 */
export function checkedLanguage(code: string | undefined): Language {
  if (code === undefined) throw violates("null", "languageCode", "must not be null");
  if ((LANGUAGES as readonly string[]).includes(code)) return code as Language;
  throw new AwsError(
    "ValidationException",
    `Value '${code}' at 'languageCode'failed to satisfy constraint: Member must satisfy enum value set: ` +
      `[${LANGUAGES.join(", ")}]`,
  );
}

function checkSize(text: string, largest: number): void {
  const size = Buffer.byteLength(text);
  if (size > largest)
    throw new AwsError(
      "TextSizeLimitExceededException",
      `Input text size exceeds limit. Max length of request text allowed is ${largest} bytes while in this request the ` +
        `text size is ${size} bytes`,
    );
}

function violates(value: string, member: string, constraint: string): AwsError {
  const where = `Value ${value} at '${member}' failed to satisfy constraint: Member ${constraint}`;
  return new AwsError("ValidationException", `1 validation error detected: ${where}`);
}
