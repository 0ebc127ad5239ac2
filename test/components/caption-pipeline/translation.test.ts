import { expect } from "chai";
import { translationSignals } from "../../../components/caption-pipeline/translation";
import { settingsOf } from "../../../stacks/config";
import { deployPlatform } from "../../../stacks/platform";
import { configOf } from "../../support/program";
import { record, type Recording } from "../../support/recording";

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

interface Policy {
  readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[];
}

describe("the translation half of CaptionPipeline", function () {
  this.timeout(120_000);
  let made: Recording<unknown>;
  before(async () => {
    made = await record("dev", () => deployPlatform(settingsOf("dev", configOf("dev"))));
  });

  /** What a function may do, by action: the resources. */
  const rights = (name: string): Map<string, readonly string[]> => {
    const { Statement } = made.json<Policy>(POLICY, `${name}-policy`, "policy");
    const found = new Map<string, string[]>();
    for (const { Action, Resource } of Statement) {
      for (const action of Action) found.set(action, [...(found.get(action) ?? []), ...Resource]);
    }
    return found;
  };

  it("hears of transcripts, and of nothing else in the bucket", () => {
    const { queues } = made.inputs("aws:s3/bucketNotification:BucketNotification", "curated-notifications");
    expect(queues).to.deep.equal([
      {
        id: "new-transcripts",
        queueArn: "arn:aws:sqs:ap-south-1:222222222222:huut-dev-new-transcripts",
        events: ["s3:ObjectCreated:*"],
        filterPrefix: "transcripts/",
        filterSuffix: ".json",
      },
    ]);
  });

  it("reads its queues with a bound, one translation at a time", () => {
    const common = { enabled: true, functionResponseTypes: ["ReportBatchItemFailures"] };
    expect(made.inputs(MAPPING, "new-transcripts-to-plan-translations")).to.deep.include({
      ...common,
      batchSize: 10,
      scalingConfig: { maximumConcurrency: 5 },
    });
    expect(made.inputs(MAPPING, "translations-to-translate-captions")).to.deep.include({
      ...common,
      batchSize: 1,
      scalingConfig: { maximumConcurrency: 10 },
    });
  });

  it("tells its functions the languages and the day's limit", () => {
    const variables = (name: string) =>
      (made.inputs("aws:lambda/function:Function", name)["environment"] as { variables: Record<string, string> })
        .variables;
    expect(variables("plan-translations")["EAGER_LANGUAGES"]?.split(",")).to.have.members(
      "hi bn ta te mr gu kn ml pa ur en".split(" "),
    );
    expect(variables("translate-captions")["DAILY_CHARACTERS"]).to.equal("5000000");
  });

  it("may read transcripts, and write captions and nothing else", () => {
    const bucket = (part: string) => `arn:aws:s3:::huut-dev-${part}-222222222222-ap-south-1`;
    const [plan, translate] = [rights("plan-translations"), rights("translate-captions")];
    const [transcripts, captions] = [`${bucket("curated")}/transcripts/*`, `${bucket("published")}/captions/*`];
    expect(plan.get("s3:GetObject")).to.deep.equal([transcripts]);
    // The spoken language's own files, which a correction whose call has died is to get into.
    expect(translate.get("s3:GetObject")).to.deep.equal([transcripts, captions]);
    for (const each of [plan, translate]) {
      expect(each.get("s3:ListBucket")).to.deep.equal([bucket("curated")]);
    }
    const writes = ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"];
    for (const action of writes) {
      expect(translate.get(action), action).to.deep.equal([captions]);
      expect(plan.has(action), action).to.equal(false);
    }
    expect(translate.get("translate:TranslateText")).to.deep.equal(["*"]);
    expect([...translate.keys()].filter((action) => action.startsWith("translate:"))).to.have.length(1);
    const all = [...plan.keys(), ...translate.keys()];
    expect(all.filter((action) => action.includes("*"))).to.deep.equal([]);
    expect(all).to.not.include.members(["dynamodb:DeleteItem", "dynamodb:Scan", "transcribe:GetTranscriptionJob"]);
  });

  it("says what is abnormal, and what to do then", () => {
    const signals = translationSignals();
    expect(signals.map(({ metric }) => metric.name)).to.deep.equal(["Parked", "TranslationsFailed", "BelowGate"]);
    for (const { metric, runbook } of signals) {
      expect(metric.dimensions).to.deep.equal({ service: "translate-captions" });
      expect(runbook).to.equal("captions.md");
    }
  });
});
