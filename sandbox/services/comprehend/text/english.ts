import type { Detail, Document, ItemToken, ItsHelpers, PartOfSpeech } from "wink-nlp";
import type { Span } from "./spans";

/** A word or sign of an English text. */
export interface Token extends Span {
  readonly text: string;
  /** In lower case. */
  readonly normal: string;
  readonly tag: PartOfSpeech;
  /** Whether a negation goes before it in its clause. */
  readonly negated: boolean;
  /** Whether a sentence begins with it. */
  readonly first: boolean;
}

/** What the model finds by its own patterns: dates, amounts, addresses. */
export interface Pattern extends Span {
  readonly type: string;
}

export interface English {
  readonly tokens: readonly Token[];
  readonly patterns: readonly Pattern[];
}

interface Model {
  read(text: string): Document;
  readonly its: ItsHelpers;
}

let model: Promise<Model> | undefined;

/** The model takes a third of a second to load, and is asked for only by who has an English text. */
async function load(): Promise<Model> {
  // Both packages are CommonJS, and what they export is the module itself.
  const winkNLP = (await import("wink-nlp")) as unknown as (typeof import("wink-nlp"))["default"];
  const english = (await import("wink-eng-lite-web-model")) as unknown as Parameters<typeof winkNLP>[0];
  const { readDoc: read, its } = winkNLP(english);
  return { read, its };
}

/** Tags an English text. */
export async function readEnglish(text: string): Promise<English> {
  const { read, its } = await (model ??= load());
  const document = read(text);
  const firsts = new Set((document.sentences().out(its.span) as unknown as [number, number][]).map(([first]) => first));
  const tokens: Token[] = [];
  let at = 0;
  document.tokens().each((token: ItemToken, index: number) => {
    const own = token.out();
    const begin = text.indexOf(own, at);
    if (begin < 0) throw new Error(`The tagger changed "${own}" in a text: its place is unknown.`);
    at = begin + own.length;
    tokens.push({
      text: own,
      normal: own.toLowerCase(),
      tag: token.out(its.pos) as PartOfSpeech,
      negated: token.out(its.negationFlag) as boolean,
      first: firsts.has(index),
      begin,
      end: at,
    });
  });
  return { tokens, patterns: patternsOf(document, its, tokens) };
}

function patternsOf(document: Document, its: ItsHelpers, tokens: readonly Token[]): Pattern[] {
  const details = document.entities().out(its.detail) as unknown as Detail[];
  const spans = document.entities().out(its.span) as unknown as [number, number][];
  return details.flatMap(({ type }, index) => {
    const [first, last] = spans[index] as [number, number];
    const [from, to] = [tokens[first], tokens[last]];
    return from && to ? [{ type, begin: from.begin, end: to.end }] : [];
  });
}
