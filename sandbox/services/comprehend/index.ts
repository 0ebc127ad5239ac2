import type { DetectEntitiesRequest } from "@aws-sdk/client-comprehend";
import type { Place } from "../../kernel/arn";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Operation, type Service } from "../../kernel/service";
import { ANALYSES, type Analysis } from "./analyses";
import type { Language } from "./languages";
import { checkedLanguage, checkedText, checkedTexts } from "./request";

export function create(): ComprehendService {
  return new ComprehendService();
}

/** What is billed by: https://aws.amazon.com/comprehend/pricing/ */
const UNIT = { characters: 100, least: 3 } as const;

interface Usage {
  readonly standIn: true;
  requests: number;
  documents: number;
  /** Of a hundred characters, three a document at least. */
  units: number;
}

interface Request {
  readonly Text?: string;
  readonly TextList?: readonly string[];
  readonly LanguageCode?: string;
}

/** Amazon Comprehend: documents in real time, one by one and in batches, by stand-ins for its models. */
export class ComprehendService implements Service {
  readonly name = "comprehend";
  readonly sdk = "@aws-sdk/client-comprehend";
  readonly throttling = { code: "ThrottlingException", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>> = Object.fromEntries(
    ANALYSES.flatMap((analysis) => [
      [`Detect${analysis.name}`, this.single(analysis)],
      [`BatchDetect${analysis.name}`, this.batch(analysis)],
    ]),
  );
  private readonly usage = new Map<string, Usage>();

  summary(): object {
    return Object.fromEntries([...this.usage].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private single({ name, largest, takesLanguage, run }: Analysis): Operation {
    return operation<Request>(accessTo(`Detect${name}`), async (input, { place }) => {
      refuseUnmodelled(input as DetectEntitiesRequest);
      const text = checkedText(input.Text, largest);
      const language = takesLanguage ? checkedLanguage(input.LanguageCode) : undefined;
      this.count(place, `Detect${name}`, [text]);
      return run(text, language as Language);
    });
  }

  private batch({ name, takesLanguage, run }: Analysis): Operation {
    return operation<Request>(accessTo(`BatchDetect${name}`), async (input, { place }) => {
      const texts = checkedTexts(input.TextList);
      const language = takesLanguage ? checkedLanguage(input.LanguageCode) : undefined;
      this.count(place, `BatchDetect${name}`, texts);
      const ResultList: object[] = [];
      const ErrorList: object[] = [];
      for (const [Index, text] of texts.entries()) {
        try {
          ResultList.push({ Index, ...(await run(text, language as Language)) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          ErrorList.push({ Index, ErrorCode: error.code, ErrorMessage: error.message });
        }
      }
      return { ResultList, ErrorList };
    });
  }

  private count({ account, region }: Place, name: string, texts: readonly string[]): void {
    const key = `${account}/${region}/${name}`;
    let usage = this.usage.get(key);
    if (!usage) this.usage.set(key, (usage = { standIn: true, requests: 0, documents: 0, units: 0 }));
    usage.requests++;
    usage.documents += texts.length;
    for (const text of texts) usage.units += Math.max(UNIT.least, Math.ceil([...text].length / UNIT.characters));
  }
}

/** None of them knows a resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncomprehend.html */
function accessTo(name: string) {
  return () => ({ action: `comprehend:${name}`, resource: "*" });
}

function refuseUnmodelled({ EndpointArn, Bytes, DocumentReaderConfig }: DetectEntitiesRequest): void {
  if (EndpointArn !== undefined) throw new Unsupported("custom recognizers in Comprehend (EndpointArn)");
  if (Bytes !== undefined || DocumentReaderConfig !== undefined)
    throw new Unsupported("documents other than text in Comprehend (Bytes, DocumentReaderConfig)");
}
