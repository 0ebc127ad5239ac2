import { LOG_RETENTION_DAYS, type LogRetentionDays } from "../components/shared";

/** One key of the configuration: how it is read and how it is documented. */
export interface ConfigKey<Value> {
  /** What the key decides, for its reference. */
  readonly what: string;
  /** The values allowed, in words. */
  readonly allowed: string;
  /** The value when the key is absent; a key without one is required, unless it is optional. */
  readonly fallback?: Value;
  readonly optional?: boolean;
  /** The value, or nothing when the text is not allowed. */
  readonly read: (text: string) => Value | undefined;
}

type Rest<Value> = Pick<ConfigKey<Value>, "what" | "fallback" | "optional">;

function matching(pattern: RegExp, allowed: string) {
  return (rest: Rest<string>): ConfigKey<string> => ({
    ...rest,
    allowed,
    read: (text) => (pattern.test(text) ? text : undefined),
  });
}

function oneOf<const Value extends string>(values: readonly Value[], rest: Rest<Value>): ConfigKey<Value> {
  return { ...rest, allowed: values.join(" | "), read: (text) => values.find((value) => value === text) };
}

function flag(rest: Rest<boolean>): ConfigKey<boolean> {
  return { ...rest, allowed: "true | false", read: (text) => ({ true: true, false: false })[text] };
}

function wholeNumber(least: number, most: number, rest: Rest<number>): ConfigKey<number> {
  return {
    ...rest,
    allowed: `a whole number from ${least} to ${most}`,
    read: (text) => (/^\d+$/.test(text) && +text >= least && +text <= most ? +text : undefined),
  };
}

/** The texts of a list as Pulumi keeps it, or nothing when it is no list of texts. */
function textsOf(text: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === "string") ? (list as string[]) : undefined;
  } catch {
    // Not JSON, hence not a list: the caller names key, value and what is allowed.
    return undefined;
  }
}

function textList(rest: Rest<readonly string[]>): ConfigKey<readonly string[]> {
  return {
    ...rest,
    allowed: "a list of at least one text",
    read: (text) => {
      const list = textsOf(text);
      return list && list.length > 0 && !list.includes("") ? list : undefined;
    },
  };
}

/** Origins as browsers name them: `https://huut.example`, or `http://localhost:5173` of a developer's machine. */
function originList(rest: Rest<readonly string[]>): ConfigKey<readonly string[]> {
  const origin = /^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/localhost(:\d{1,5})?)$/;
  return {
    ...rest,
    allowed: "a list of origins such as https://huut.example, without a path",
    read: (text) => {
      const list = textsOf(text);
      return list && list.length > 0 && list.every((each) => origin.test(each)) ? list : undefined;
    },
  };
}

/** Languages as captions are named by: ISO 639, its shortest code, each once. */
function languageList(least: number, rest: Rest<readonly string[]>): ConfigKey<readonly string[]> {
  return {
    ...rest,
    allowed: `a list of at least ${least} ISO 639 codes such as hi, each once`,
    read: (text) => {
      const list = textsOf(text);
      const good = list && list.length >= least && list.every((code) => /^[a-z]{2,3}$/.test(code));
      return good && new Set(list).size === list.length ? list : undefined;
    },
  };
}

const account = matching(/^\d{12}$/, "12 digits");
const role = matching(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, "the ARN of an IAM role");
const bucket = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of a bucket");
const keyArn = matching(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, "the ARN of a KMS key");
const region = matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region, such as ap-southeast-1");
const httpsUrl = matching(/^https:\/\/[^\s?#]+$/, "an https URL without query or fragment");
const scheduleExpression = matching(
  /^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (minute|hour|day)s?\))$/,
  "cron(minutes hours day-of-month month day-of-week year) or rate(n units), in UTC",
);
const glueCron = matching(/^cron\(\S+( \S+){5}\)$/, "cron(minutes hours day-of-month month day-of-week year), in UTC");
const words = matching(/^[\w .:/=+@-]{1,256}$/, "1 to 256 letters, digits, spaces and . : / = + @ - _");

/** Every key below `huut:`. The reference is made of it, and a key that is not here is refused. */
export const CONFIG_KEYS = {
  mode: oneOf(["active", "standby"], {
    what: "Whether this region works, or only keeps its stores ready to take over",
    fallback: "active",
  }),
  dataAccount: account({ what: "The account of the data platform" }),
  dataRoleArn: role({ what: "The role to assume in the data account; absent: the caller's own", optional: true }),
  applicationAccount: account({ what: "The account of the application; in dev the same as dataAccount" }),
  applicationRoleArn: role({
    what: "The role to assume in the application account; required when the accounts differ",
    optional: true,
  }),
  applicationMediaBucket: bucket({ what: "The bucket that holds the application's audio, video and images" }),
  applicationMediaKeyArn: keyArn({ what: "The application's key for that bucket; absent: SSE-S3", optional: true }),
  recoveryRegion: region({ what: "The region that takes over; absent: none", optional: true }),
  ownsAccountSettings: flag({
    what: "Whether this stack sets what an account has once a region, such as the catalog's encryption",
    fallback: false,
  }),
  protect: flag({ what: "Deletion protection of stores, by AWS and by Pulumi", fallback: true }),
  scanLimitGiB: wholeNumber(1, 10_240, { what: "The most that one Athena query may scan, in GiB", fallback: 10 }),
  jwtIssuer: httpsUrl({ what: "Who issues the tokens that the API accepts" }),
  jwtAudience: textList({ what: "For whom those tokens are issued" }),
  webOrigins: originList({ what: "Whose pages may call the API from a browser; absent: none", optional: true }),
  insightsSchedule: scheduleExpression({ what: "When insights are computed", fallback: "cron(45 * * * ? *)" }),
  lakeSchedule: glueCron({ what: "When the lake crawls and curates", fallback: "cron(15 * * * ? *)" }),
  eagerLanguages: languageList(1, {
    what: "The languages that every transcript is translated into at once; every other one on its first request",
    fallback: ["hi", "en"],
  }),
  spokenLanguages: languageList(2, {
    what: "The languages among which that of a post is identified that states none; over five make it worse",
    fallback: ["hi", "en", "bn", "ta", "te"],
  }),
  dailyTranscribeMinutes: wholeNumber(0, 1_000_000, {
    what: "How many minutes of media are transcribed a UTC day; what comes after them waits for the next day",
    fallback: 1_000,
  }),
  dailyTranslateCharacters: wholeNumber(0, 10_000_000_000, {
    what: "How many characters are translated a UTC day; what comes after them waits for the next day",
    fallback: 5_000_000,
  }),
  logRetentionDays: {
    what: "For how many days logs are kept",
    allowed: LOG_RETENTION_DAYS.join(" | "),
    fallback: 30,
    read: (text) => LOG_RETENTION_DAYS.find((days) => String(days) === text),
  } satisfies ConfigKey<LogRetentionDays> as ConfigKey<LogRetentionDays>,
  costCenter: words({ what: "Who pays: the tag cost-center of every resource", fallback: "data" }),
} as const;
