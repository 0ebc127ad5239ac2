import type { TranslateTextRequest } from "@aws-sdk/client-translate";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type CallContext, type Operation, type Service } from "../../kernel/service";
import { TokenBucket } from "../../kernel/token-bucket";
import { AUTO, detectSource } from "./detection";
import { LANGUAGES } from "./languages";
import { translate } from "./translator";

/** Bytes of UTF-8 in one text: https://docs.aws.amazon.com/translate/latest/dg/what-is-limits.html */
const LARGEST = 10_000;

/**
 * Requests a second of a language pair. AWS publishes no number any more; this one is the last that its documentation gave
 * (https://docs.aws.amazon.com/translate/latest/dg/limits-guidelines.html).
 */
const RATE = 20;

export function create(): TranslateService {
  return new TranslateService();
}

interface Usage {
  requests: number;
  characters: number;
  throttled: number;
}

/** Amazon Translate: texts in real time, by a stand-in for the translator. */
export class TranslateService implements Service {
  readonly name = "translate";
  readonly sdk = "@aws-sdk/client-translate";
  readonly throttling = { code: "ThrottlingException", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>> = {
    TranslateText: operation<TranslateTextRequest>(
      () => ({ action: "translate:TranslateText", resource: "*" }),
      (input, context) => this.translateText(input, context),
    ),
  };
  private readonly usage = new Map<string, Usage>();
  private readonly buckets = new Map<string, TokenBucket>();

  summary(): object {
    return Object.fromEntries([...this.usage].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private async translateText(input: TranslateTextRequest, context: CallContext): Promise<object> {
    refuseUnmodelled(input);
    const { place, world } = context;
    const { Text = "", SourceLanguageCode: asked = "", TargetLanguageCode: target = "" } = input;
    check(Text, asked, target);
    const source = asked === AUTO ? await detectSource(Text, context) : asked;
    checkPair(source, target);
    const key = `${place.account}/${place.region}/${source}-${target}`;
    const usage = this.usageOf(key);
    if (!this.bucketOf(key).take(world.now())) {
      usage.throttled++;
      throw new AwsError("ThrottlingException", "Rate exceeded");
    }
    usage.requests++;
    usage.characters += [...Text].length;
    const TranslatedText = translate(Text, source, target);
    return { TranslatedText, SourceLanguageCode: source, TargetLanguageCode: target };
  }

  private usageOf(key: string): Usage {
    let usage = this.usage.get(key);
    if (!usage) this.usage.set(key, (usage = { requests: 0, characters: 0, throttled: 0 }));
    return usage;
  }

  private bucketOf(key: string): TokenBucket {
    let bucket = this.buckets.get(key);
    if (!bucket) this.buckets.set(key, (bucket = new TokenBucket(RATE, RATE)));
    return bucket;
  }
}

function refuseUnmodelled({ TerminologyNames, Settings }: TranslateTextRequest): void {
  if (TerminologyNames?.length) throw new Unsupported("custom terminologies in Translate (TerminologyNames)");
  if (Settings) throw new Unsupported("formality, brevity and masking in Translate (Settings)");
}

/** https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html */
function check(text: string, source: string, target: string): void {
  if (text === "") throw violates("", "text", "have length greater than or equal to 1");
  for (const [code, member] of [
    [source, "sourceLanguageCode"],
    [target, "targetLanguageCode"],
  ] as const) {
    if (code.length < 2 || code.length > 5) throw violates(code, member, "have length between 2 and 5");
  }
  const size = Buffer.byteLength(text);
  if (size > LARGEST)
    throw new AwsError(
      "TextSizeLimitExceededException",
      `Input text size exceeds limit. Max length of request text allowed is ${LARGEST} bytes while in this request the ` +
        `text size is ${size} bytes`,
    );
  // A target that there is not is one whatever the source turns out to be, and costs no detection.
  if (!LANGUAGES.has(target)) throw unsupportedPair(source, target);
}

function checkPair(source: string, target: string): void {
  if (!LANGUAGES.has(source)) throw unsupportedPair(source, target);
}

function unsupportedPair(source: string, target: string): AwsError {
  return new AwsError("UnsupportedLanguagePairException", `Unsupported language pair: ${source} to ${target}.`, 400, {
    SourceLanguageCode: source,
    TargetLanguageCode: target,
  });
}

function violates(value: string, member: string, constraint: string): AwsError {
  const where = `Value '${value}' at '${member}' failed to satisfy constraint: Member must ${constraint}`;
  return new AwsError("ValidationException", `1 validation error detected: ${where}`);
}
