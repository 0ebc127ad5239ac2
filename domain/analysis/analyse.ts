import type { Entity, KeyPhrase, SentimentOf } from "../hashtags/suggest/types";
import { ask, type Answer, type AnswerCache } from "./ask";
import { codePoints, cutText, readableText, type CutText } from "./documents";
import { ANALYSIS_FEATURES, analysisPath, featureOutcome, overallState } from "./features";
import type { AnalysisFeature, AnalysisPath, FeatureOutcome } from "./features";
import { mergeFound, type ReadDocument, type TextAnalysis, type TextToAnalyse } from "./text-analysis";
import { isAsked, languageByScript, languageFrom, type DominantLanguage, type TextLanguage } from "./text-language";

/** Documents of a batch: https://docs.aws.amazon.com/comprehend/latest/dg/guidelines-and-limits.html */
export const MAX_BATCH = 25;

/** What Comprehend answers to a feature. */
export interface FeatureValues {
  readonly sentiment: SentimentOf;
  readonly keyPhrases: readonly KeyPhrase[];
  readonly entities: readonly Entity[];
}

/** The world as analysing needs it. Calls throw what a later try may not meet; what never will succeed is an answer. */
export interface AnalysisEffects extends AnswerCache {
  dominantLanguage(texts: readonly string[]): Promise<readonly Answer<readonly DominantLanguage[]>[]>;
  detect<Feature extends AnalysisFeature>(
    feature: Feature,
    code: string,
    texts: readonly string[],
  ): Promise<readonly Answer<FeatureValues[Feature]>[]>;
  /** Into English. */
  translate(text: string, source: string): Promise<Answer<string>>;
}

/** What became of a text. A failed one is asked for again later; what was found of it is kept until then. */
export type Analysed =
  { readonly kind: "analysed"; readonly analysis: TextAnalysis } | { readonly kind: "failed"; readonly error: unknown };

/** A text under way. */
interface Work {
  readonly stated: string | undefined;
  readonly whole: CutText;
  readonly text: string;
  language?: TextLanguage | undefined;
  path: AnalysisPath;
  /** What is read: the text, or its pivot. */
  read: CutText;
  english?: string;
  refusals: Partial<Record<AnalysisFeature, string>>;
  error?: unknown;
}

/**
 * Analyses texts: language by script, then by Comprehend; Translate's English where Comprehend lacks the language; then what each feature
 * has in its language, in batches over all texts. One text's failure is its own.
 *
 * @returns in the order of the texts
 */
export async function analyseTexts(
  texts: readonly TextToAnalyse[],
  effects: AnalysisEffects,
): Promise<readonly Analysed[]> {
  const works = texts.map(begin);
  await tellLanguages(works, effects);
  await pivot(works.filter(isUnderWay), effects);
  const found = new Map<Work, ReadDocument[]>();
  for (const work of works) found.set(work, emptyDocuments(work));
  for (const feature of ANALYSIS_FEATURES) await detect(feature, found, effects);
  return works.map((work) =>
    work.error === undefined
      ? { kind: "analysed", analysis: finished(work, found.get(work) ?? []) }
      : { kind: "failed", error: work.error },
  );
}

function begin({ text, stated }: TextToAnalyse): Work {
  const readable = readableText(text);
  const whole = cutText(readable);
  return { stated, text: readable, whole, read: whole, path: analysisPath(undefined), refusals: {} };
}

const isUnderWay = ({ error }: Work): boolean => error === undefined;

async function tellLanguages(works: readonly Work[], effects: AnalysisEffects): Promise<void> {
  const scripts = works.map((work) => ({
    work,
    by: languageByScript(work.text),
    first: work.whole.documents[0]?.text ?? "",
  }));
  const answers = await ask<readonly DominantLanguage[]>(
    {
      kind: "language",
      texts: scripts.filter(({ by }) => isAsked(by)).map(({ first }) => first),
      atOnce: MAX_BATCH,
      call: (texts) => effects.dominantLanguage(texts),
    },
    effects,
  );
  for (const { work, by, first } of scripts) {
    const answer = isAsked(by) ? answers.get(first) : undefined;
    if (answer?.kind === "failed") work.error = answer.error;
    work.language = languageFrom(by, work.stated, answer?.kind === "answered" ? answer.value : undefined);
    work.path = analysisPath(work.language?.tag);
  }
}

/** Translates document by document; cut at blanks, each is within Translate's bytes, too. */
async function pivot(works: readonly Work[], effects: AnalysisEffects): Promise<void> {
  const sources = Map.groupBy(works, ({ path }) => (path.kind === "pivot" ? path.source : ""));
  for (const [source, group] of sources) {
    if (source === "") continue;
    const answers = await ask<string>(
      {
        kind: `english ${source}`,
        texts: group.flatMap(({ whole }) => whole.documents.map(({ text }) => text)),
        atOnce: 1,
        call: async ([text = ""]) => [await effects.translate(text, source)],
      },
      effects,
    );
    for (const work of group) turn(work, answers);
  }
}

function turn(work: Work, answers: ReadonlyMap<string, Answer<string>>): void {
  const parts: string[] = [];
  for (const { text } of work.whole.documents) {
    const answer = answers.get(text);
    if (answer?.kind === "answered") parts.push(answer.value);
    else if (answer?.kind === "refused") work.path = { kind: "none", reason: answer.reason };
    else work.error = answer?.error ?? new Error("Translate was not asked");
  }
  work.english = readableText(parts.join(" "));
  work.read = cutText(work.english);
}

function emptyDocuments({ path, read }: Work): ReadDocument[] {
  if (path.kind === "none") return [];
  return read.documents.map(({ text, offset }) => ({
    offset,
    length: codePoints(text),
    found: { keyPhrases: [], entities: [] },
  }));
}

/** Asks one feature of all documents, language by language. */
async function detect(
  feature: AnalysisFeature,
  found: Map<Work, ReadDocument[]>,
  effects: AnalysisEffects,
): Promise<void> {
  const codes = Map.groupBy([...found.keys()].filter(isUnderWay), ({ path }) =>
    path.kind === "none" ? "" : path.code,
  );
  for (const [code, group] of codes) {
    if (code === "") continue;
    const answers = await ask<FeatureValues[AnalysisFeature]>(
      {
        kind: `${feature} ${code}`,
        texts: group.flatMap(({ read }) => read.documents.map(({ text }) => text)),
        atOnce: MAX_BATCH,
        call: (texts) => effects.detect(feature, code, texts),
      },
      effects,
    );
    for (const work of group) found.set(work, withAnswers(work, found.get(work) ?? [], feature, answers));
  }
}

function withAnswers(
  work: Work,
  documents: readonly ReadDocument[],
  feature: AnalysisFeature,
  answers: ReadonlyMap<string, Answer<FeatureValues[AnalysisFeature]>>,
): ReadDocument[] {
  return documents.map((document, index) => {
    const answer = answers.get(work.read.documents[index]?.text ?? "");
    if (answer?.kind === "answered") return { ...document, found: { ...document.found, [feature]: answer.value } };
    if (answer?.kind === "refused") work.refusals[feature] = answer.reason;
    else work.error = answer?.error ?? new Error("Comprehend was not asked");
    return document;
  });
}

function finished(work: Work, documents: readonly ReadDocument[]): TextAnalysis {
  const { language, path, read, whole, english, refusals } = work;
  // What was read of the pivot is what was read of the text, unless either was cut.
  const cut = whole.readBytes < whole.bytes ? whole : read;
  const outcome = (feature: AnalysisFeature): FeatureOutcome => {
    const reason = refusals[feature];
    return reason === undefined ? featureOutcome(path, cut) : { state: "unsupported", reason };
  };
  const features = {
    sentiment: outcome("sentiment"),
    keyPhrases: outcome("keyPhrases"),
    entities: outcome("entities"),
  };
  const pivoted = path.kind === "pivot" && english !== undefined;
  return {
    ...(language === undefined ? {} : { language: language.tag, languageBy: language.by }),
    ...(language?.score === undefined ? {} : { languageScore: language.score }),
    ...(pivoted ? { pivot: { language: "en" as const, by: "Amazon Translate" as const, text: english } } : {}),
    state: overallState(features),
    features,
    ...mergeFound(documents),
  };
}
