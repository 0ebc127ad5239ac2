import { makePlanTranslations } from "../../functions/caption-pipeline/plan-translations";
import { makeTranslateCaptions } from "../../functions/caption-pipeline/translate-captions";
import { METRICS_NAMESPACE, MagicFunction, type Signal, countAbove, fromQueue, grant } from "../shared";
import { type CaptionPart, functionArgs } from "./args";
import { type CaptionQueues, TIMEOUTS } from "./queues";
import { type CaptionTables } from "./tables";

/** In the curated bucket: nothing else is written there, so that captions cannot feed themselves. */
const TRANSCRIPTS = "transcripts/";
/** In the published bucket. */
const CAPTIONS = "captions/";

const PLANS_AT_ONCE = 5;

/** One message is one language of one transcript; each makes four calls of the translator at a time. */
const TRANSLATIONS_AT_ONCE = 10;

/** The functions of translation. */
export interface Translations {
  readonly planTranslations: MagicFunction;
  readonly translateCaptions: MagicFunction;
}

/** From a new transcript to captions in every wanted language. */
export function makeTranslations(part: CaptionPart, tables: CaptionTables, queues: CaptionQueues): Translations {
  const { curated } = part.args;
  curated.notify({
    id: "new-transcripts",
    prefix: TRANSCRIPTS,
    suffix: ".json",
    events: ["s3:ObjectCreated:*"],
    queueArn: queues.transcripts.arn,
    dependsOn: queues.transcripts,
  });
  return {
    planTranslations: makePlan(part, tables, queues),
    translateCaptions: makeTranslate(part, tables, queues),
  };
}

/** Sends a message for each language that a new transcript is wanted in. */
function makePlan(part: CaptionPart, tables: CaptionTables, queues: CaptionQueues): MagicFunction {
  const { args, parent } = part;
  const plan = new MagicFunction(
    "plan-translations",
    {
      ...functionArgs(part),
      description: "Sends new transcripts to be translated, one message a language",
      handler: makePlanTranslations(),
      timeoutSeconds: TIMEOUTS.planTranslations,
      environment: {
        CAPTIONS_TABLE: tables.captions.name,
        REQUESTS_TABLE: tables.requests.name,
        CURATED_BUCKET: args.curated.name,
        TRANSLATIONS_QUEUE_URL: queues.translations.url,
        EAGER_LANGUAGES: args.eagerLanguages.join(","),
      },
      grants: [
        ...queues.transcripts.consume(),
        ...args.curated.grantOn([TRANSCRIPTS], "s3:GetObject", "s3:ListBucket"),
        ...tables.captions.grant("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:ConditionCheckItem"),
        ...tables.requests.grant("dynamodb:GetItem"),
        ...queues.translations.grant("sqs:SendMessage"),
      ],
    },
    { parent },
  );
  fromQueue("new-transcripts-to-plan-translations", plan, queues.transcripts, {
    enabled: args.active,
    maximumConcurrency: PLANS_AT_ONCE,
  });
  return plan;
}

/** Translates, lays out, publishes. */
function makeTranslate(part: CaptionPart, tables: CaptionTables, queues: CaptionQueues): MagicFunction {
  const { args, parent } = part;
  const translate = new MagicFunction(
    "translate-captions",
    {
      ...functionArgs(part),
      description: "Makes captions in another language, sentence by sentence, and publishes them",
      handler: makeTranslateCaptions(),
      timeoutSeconds: TIMEOUTS.translateCaptions,
      // Words, sentences and cues of four hours of speech.
      memoryMiB: 1024,
      environment: {
        CAPTIONS_TABLE: tables.captions.name,
        CACHE_TABLE: tables.cache.name,
        USAGE_TABLE: tables.usage.name,
        CURATED_BUCKET: args.curated.name,
        PUBLISHED_BUCKET: args.published.name,
        TRANSLATIONS_QUEUE_URL: queues.translations.url,
        DAILY_CHARACTERS: String(args.daily.translateCharacters),
      },
      grants: [
        ...queues.translations.consume(),
        ...queues.translations.grant("sqs:ChangeMessageVisibility", "sqs:SendMessage"),
        ...args.curated.grantOn([TRANSCRIPTS], "s3:GetObject", "s3:ListBucket"),
        ...tables.captions.grant(
          "dynamodb:GetItem",
          "dynamodb:BatchGetItem",
          "dynamodb:Query",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:ConditionCheckItem",
        ),
        ...tables.cache.grant("dynamodb:BatchGetItem", "dynamodb:PutItem"),
        ...tables.usage.grant("dynamodb:PutItem", "dynamodb:UpdateItem"),
        ...args.published.grantOn(
          [CAPTIONS],
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:DeleteObjectVersion",
        ),
        grant(["translate:TranslateText"], ["*"]),
      ],
    },
    { parent },
  );
  fromQueue("translations-to-translate-captions", translate, queues.translations, {
    enabled: args.active,
    // One language an invocation: its timeout is for four hours of speech.
    batchSize: 1,
    maximumConcurrency: TRANSLATIONS_AT_ONCE,
  });
  return translate;
}

/** What is abnormal about translations. */
export function translationSignals(): Signal[] {
  const common = {
    namespace: METRICS_NAMESPACE,
    dimensions: { service: "translate-captions" },
    severity: "ticket",
    runbook: "captions.md",
  } as const;
  return [
    countAbove({
      ...common,
      name: "translate-captions-parked",
      metric: "Parked",
      why: "The day's limit of translated characters is used up: new translations wait until tomorrow.",
    }),
    countAbove({
      ...common,
      name: "translate-captions-failed",
      metric: "TranslationsFailed",
      why: "Amazon Translate refuses texts for good; the items in captions say why.",
    }),
    countAbove({
      ...common,
      name: "translate-captions-below-gate",
      metric: "BelowGate",
      period: 3600,
      threshold: 50,
      why: "Many translated captions cannot be read in the time of the speech, or break a limit of cues.",
    }),
  ];
}
