/** A text to translate in which what must not be translated is marked. */
export interface ProtectedText {
  /** What is sent to the translator. */
  readonly text: string;
  /** What stands behind each placeholder, by its number. */
  readonly tokens: readonly string[];
  /** Whether anything but placeholders, digits and punctuation is left to translate. */
  readonly translatable: boolean;
}

/** A translated text with its tokens back in place. */
export interface RestoredText {
  readonly text: string;
  /** Tokens that the translator has lost, in their order; the text does not hold them. */
  readonly missing: readonly string[];
}

/**
 * What a translator must leave alone: links, addresses, hashtags, mentions, emoji, Transcribe's redactions (`[PII]`), and the
 * signs that the placeholders themselves are made of. Emoji that follow each other are one.
 */
const TOKEN_SOURCE = [
  String.raw`(?:https?:\/\/|www\.)[^\s<>]*[^\s<>.,;:!?।॥۔؟"'’”\)\]\}]`,
  String.raw`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`,
  String.raw`[#＃][\p{L}\p{M}\p{N}_\u200c\u200d]+`,
  String.raw`[@＠][\p{L}\p{M}\p{N}_\u200c\u200d]+(?:\.[\p{L}\p{M}\p{N}_\u200c\u200d]+)*`,
  String.raw`(?:\p{RGI_Emoji}|(?!\p{N})\p{Extended_Pictographic}\uFE0F?)+`,
  String.raw`\[[A-Z]+(?:_[A-Z]+)*\]`,
  String.raw`[<>⟦⟧]`,
].join("|");

let tokenPattern: RegExp | undefined;

// Sets of strings such as RGI_Emoji need the flag v, which literals of the compiled version of JavaScript do not have.
const tokenRegExp = (): RegExp => (tokenPattern ??= new RegExp(TOKEN_SOURCE, "gv"));

/**
 * Puts placeholders where a translator must not touch the text.
 *
 * A placeholder is `<span translate="no">⟦0⟧</span>`. Amazon Translate leaves the content of such elements alone
 * (https://docs.aws.amazon.com/translate/latest/dg/customizing-translations-tags.html); bare tokens, even odd ones, it sometimes
 * translates (https://github.com/tolgee/tolgee-platform/pull/3779). A `<` beside an element breaks it
 * (https://github.com/aws/aws-sdk-ruby/issues/3191), so `<` and `>` of the text are tokens too. The brackets inside find a
 * placeholder again whose element was lost.
 */
export function protectText(text: string): ProtectedText {
  const tokens: string[] = [];
  const marked = text.normalize("NFC").replace(tokenRegExp(), (token) => {
    tokens.push(token);
    return `<span translate="no">⟦${tokens.length - 1}⟧</span>`;
  });
  const rest = tokens.length === 0 ? marked : marked.replace(PLACEHOLDER, " ");
  return { text: marked, tokens, translatable: /\p{L}/u.test(rest) };
}

const PLACEHOLDER = /<span translate="no">⟦\d+⟧<\/span>/g;

/** Zeros of the decimal digits that translators write numbers in. */
const ZEROS = [
  0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0x1c50, 0xff10,
] as const;

function numberOf(digits: string): number {
  let value = 0;
  for (const digit of digits) {
    const point = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((each) => point >= each && point < each + 10);
    if (zero === undefined) return NaN;
    value = value * 10 + point - zero;
  }
  return value;
}

const BRACKETED = /⟦\s*(\p{Nd}{1,4})\s*⟧/gu;
/** What translators make of rare brackets. */
const SIMILAR = /[⟦\[［【〚「]{1,2}\s*(\p{Nd}{1,4})\s*[⟧\]］】〛」]{1,2}/gu;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", apos: "'" };

/**
 * Puts the tokens back. What translators do to placeholders is mended: spaces inside, digits of another script, other brackets,
 * lost or translated elements, a placeholder twice. A token that cannot be found is reported, not guessed.
 *
 * @param translated what came back for `protectedText.text`
 */
export function restoreText(translated: string, protectedText: ProtectedText): RestoredText {
  const { tokens, text: sent } = protectedText;
  const plain = translated.normalize("NFC");
  if (tokens.length === 0) return { text: tidy(plain), missing: [] };
  // The text's own angle brackets are tokens: every element in the answer is one of ours, or what became of it.
  let text = plain.replace(/<[^<>]*>/g, "").replace(/<?\bDNT_\w*>?/g, " ");
  if (!/&(\w+|#39);/.test(sent)) text = text.replace(/&(\w+|#39);/g, (all, name: string) => ENTITIES[name] ?? all);
  text = text.replace(/[<>]/g, " ");
  const found = new Set<number>();
  const put = (whole: string, digits: string, keepOthers: boolean): string => {
    const index = numberOf(digits);
    const token = tokens[index];
    if (token === undefined || found.has(index)) return keepOthers ? whole : " ";
    found.add(index);
    return `${OPEN}${index}${CLOSE}`;
  };
  text = text.replace(BRACKETED, (whole, digits: string) => put(whole, digits, false));
  // Only what is still missing may be found by a guess at its brackets.
  if (found.size < tokens.length) text = text.replace(SIMILAR, (whole, digits: string) => put(whole, digits, true));
  text = text.replace(MARKED, (_, index: string) => tokens[Number(index)] ?? "");
  return { text: tidy(text), missing: tokens.filter((_, index) => !found.has(index)) };
}

/** Private-use characters hold a place until every placeholder is found, so that a token is never searched for one. */
const OPEN = "\ue000";
const CLOSE = "\ue001";
const MARKED = /\ue000(\d+)\ue001/g;

/** The last resort for tokens that a translator lost: they follow its text, so that nothing of the speech is lost. */
export function withMissing({ text, missing }: RestoredText): string {
  return [text, ...missing].filter((part) => part !== "").join(" ");
}

/** One space between words, none at the ends. */
function tidy(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
