import { LANGUAGE_TABLE, languageRow, type LanguageRow } from "./language-table";
import { parseLanguage, type LanguageTag } from "./language-tag";

/** What one service can do for a language. */
export interface Capability {
  readonly state: "complete" | "partial" | "unsupported";
  /** The service's own code of the language: `hi-IN` for Transcribe, `hi` for Translate. Absent when unsupported. */
  readonly code?: string;
  /** Why it is not complete: a sentence for the author of the post. */
  readonly reason?: string;
}

export const FEATURES = ["transcribe", "translate", "sentiment"] as const;
export type Feature = (typeof FEATURES)[number];

/** What the platform can do for a post in a language, by feature. */
export type Capabilities = Readonly<Record<Feature, Capability>>;

const unsupported = (reason: string): Capability => ({ state: "unsupported", reason });

/**
 * What the services can do for a language. An unsupported one never fails a post: what can be done is done, and the reason
 * stands beside the rest.
 *
 * @param stated the post's language in any spelling; `undefined` when the post states none: Transcribe then identifies it
 */
export function capabilities(stated: string | undefined): Capabilities {
  if (stated === undefined) return eachFeature({ state: "partial", reason: UNSTATED });
  const tag = parseLanguage(stated);
  if (tag === undefined) return eachFeature(unsupported(`"${stated}" is no language tag such as hi or en-IN.`));
  const row = languageRow(tag.language);
  if (row === undefined) return eachFeature(unsupported(`The platform does not know the language "${tag.language}".`));
  return { transcribe: transcribing(tag, row), translate: translating(tag, row), sentiment: feeling(tag, row) };
}

const UNSTATED = "The post states no language: it is identified from the speech.";

const eachFeature = (capability: Capability): Capabilities => ({
  transcribe: capability,
  translate: capability,
  sentiment: capability,
});

function transcribing(tag: LanguageTag, { name, transcribe }: LanguageRow): Capability {
  const [first] = transcribe;
  if (first === undefined) return unsupported(`Amazon Transcribe has no ${name}.`);
  if (tag.region === undefined) return { state: "complete", code: first };
  const exact = transcribe.find((code) => code.endsWith(`-${tag.region}`));
  if (exact !== undefined) return { state: "complete", code: exact };
  return { state: "partial", code: first, reason: `Amazon Transcribe has ${name} as ${first}, not ${tag.region}.` };
}

function translating(tag: LanguageTag, row: LanguageRow): Capability {
  const { name, script, translate } = row;
  if (translate === undefined) return unsupported(`Amazon Translate has no ${name}.`);
  return inItsScript(tag, row, { state: "complete", code: translate }, `Amazon Translate reads ${name} in ${script}`);
}

function feeling(tag: LanguageTag, row: LanguageRow): Capability {
  const { name, script, sentiment, translate } = row;
  if (sentiment !== undefined) {
    return inItsScript(
      tag,
      row,
      { state: "complete", code: sentiment },
      `Amazon Comprehend reads ${name} in ${script}`,
    );
  }
  if (translate === undefined) {
    return unsupported(`Amazon Comprehend has no ${name}, and Amazon Translate cannot turn it into English.`);
  }
  return { state: "partial", code: "en", reason: `Amazon Comprehend has no ${name}: its English translation is read.` };
}

/** Hindi in Latin letters is Hindi to a listener, but not to a service that reads. */
function inItsScript(tag: LanguageTag, row: LanguageRow, capability: Capability, what: string): Capability {
  if (tag.script === undefined || tag.script === row.script) return capability;
  return { ...capability, state: "partial", reason: `${what}, not in ${tag.script}.` };
}

/** How StartTranscriptionJob is told the language. */
export type LanguageChoice =
  | { readonly languageCode: string }
  /** `LanguageOptions` needs at least two, and one dialect of a language at most. */
  | { readonly identifyLanguage: true; readonly languageOptions: readonly string[] }
  | { readonly unsupported: string };

/**
 * Transcribe's codes of the configured languages, one a language, those that it lacks left out.
 * More than five options are allowed but not recommended:
 * https://docs.aws.amazon.com/transcribe/latest/APIReference/API_StartTranscriptionJob.html
 */
export function transcribeOptions(configured: readonly string[]): readonly string[] {
  const codes = new Map<string, string>();
  for (const each of configured) {
    const language = parseLanguage(each)?.language;
    const { code } = capabilities(each).transcribe;
    if (language !== undefined && code !== undefined && !codes.has(language)) codes.set(language, code);
  }
  return [...codes.values()];
}

/**
 * The language of a transcription job: the one that the post states when Transcribe has it, else identified among the
 * configured ones.
 *
 * @param stated the post's language, if it states one
 * @param configured languages that posts without one may be in
 */
export function transcribeChoice(stated: string | undefined, configured: readonly string[]): LanguageChoice {
  const { code, reason = "" } = capabilities(stated).transcribe;
  if (code !== undefined) return { languageCode: code };
  const options = transcribeOptions(configured);
  if (options.length >= 2) return { identifyLanguage: true, languageOptions: options };
  // Speech of a language that Transcribe lacks must not be written down as the only other one.
  const [only] = options;
  if (only !== undefined && stated === undefined) return { languageCode: only };
  return { unsupported: `${reason} Fewer than two languages are configured to identify it among.`.trim() };
}

/** A language to translate captions into. */
export interface Target {
  /** The sort key of its captions: `hi`. */
  readonly language: string;
  /** Translate's codes of the source and of this language. */
  readonly sourceCode: string;
  readonly targetCode: string;
}

/** What becomes of the languages that captions are wanted in. */
export interface Targets {
  readonly targets: readonly Target[];
  readonly unsupported: readonly { readonly language: string; readonly reason: string }[];
}

/**
 * The translations to make of captions, in the order asked for, each language once. The source's own language is left out.
 *
 * @param wanted languages in any spelling: those configured as eager, or those of a request
 * @param source the language of the transcript: `hi-IN`
 */
export function targets(wanted: readonly string[], source: string): Targets {
  const from = translateSource(source);
  const found = new Map<string, Target>();
  const refused = new Map<string, string>();
  for (const each of wanted) {
    const language = parseLanguage(each)?.language ?? each;
    if (language === parseLanguage(source)?.language) continue;
    const { code, reason = "" } = capabilities(language).translate;
    if (from.code === undefined) refused.set(language, from.reason ?? "");
    else if (code === undefined) refused.set(language, reason);
    else found.set(language, { language, sourceCode: from.code, targetCode: code });
  }
  return {
    targets: [...found.values()],
    unsupported: Array.from(refused, ([language, reason]) => ({ language, reason })),
  };
}

/** Transcripts are written in the language's usual script, whatever the post's text is written in. */
function translateSource(source: string): Capability {
  const { language } = parseLanguage(source) ?? {};
  return capabilities(language ?? source).translate;
}

/** Every language that captions can be translated into, in the order of the table. */
export function translatableLanguages(): readonly string[] {
  return LANGUAGE_TABLE.filter((row) => row.translate !== undefined).map((row) => row.language);
}
