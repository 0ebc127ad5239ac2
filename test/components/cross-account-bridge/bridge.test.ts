import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { CrossAccountBridge } from "../../../components/cross-account-bridge";
import { mediaGrants } from "../../../components/cross-account-bridge/application";
import { POST_EVENTS_FILTER } from "../../../components/cross-account-bridge/filter";
import { Bucket, EncryptionKey, FunctionLayer, type Place, type Statement } from "../../../components/shared";
import { QUARANTINE_PREFIX, REPLAYED_PREFIX } from "@huut/domain";
import { record, type Recording } from "../../support/recording";

const application: Place = { stack: "prod", account: "111111111111", region: "ap-south-1" };
const place: Place = { ...application, account: "222222222222" };

function program(active: boolean, mediaKeyArn?: string) {
  return () => {
    const applicationProvider = new aws.Provider("application-account", { region: "ap-south-1" });
    const provider = new aws.Provider("data-account", { region: "ap-south-1" });
    const key = new EncryptionKey("lake", { place, description: "test" }, { provider });
    const args = {
      place,
      application,
      applicationProvider,
      mediaBucket: "huut-media",
      ...(mediaKeyArn && { mediaKeyArn }),
      key,
      layer: new FunctionLayer("library", { place }, { provider }),
      raw: new Bucket("raw", { place, part: "raw", encryption: key, lifecycle: [] }, { provider }),
      active,
      protect: true,
      logRetentionDays: 30 as const,
    };
    return new CrossAccountBridge("bridge", args, { provider });
  };
}

interface Policy {
  readonly Statement: readonly Statement[];
}

describe("CrossAccountBridge", () => {
  let made: Recording<CrossAccountBridge>;
  before(async () => (made = await record("prod", program(true, "arn:aws:kms:ap-south-1:111111111111:key/m"))));

  const accountOf = (type: string, name: string): string | undefined =>
    made
      .ofType(type)
      .find((each) => each.name === name)
      ?.provider?.split("::")
      .at(-2);

  it("puts topic, key and media role into the application account, and everything else into the data account", () => {
    const inApplication = made.resources.filter((each) => each.provider?.includes("application-account"));
    expect(inApplication.map((each) => each.name).sort()).to.deep.equal([
      "application-events",
      "application-events-alias",
      "media-reader",
      "media-reader-policy",
      "post-events",
      "post-events-policy",
    ]);
    expect(accountOf("aws:sns/topicSubscription:TopicSubscription", "post-events-subscription")).to.equal(
      "data-account",
    );
  });

  it("lets the data account subscribe its one queue, over TLS", () => {
    const { Statement } = made.json<Policy>("aws:sns/topicPolicy:TopicPolicy", "post-events-policy", "policy");
    expect(Statement[1]).to.deep.include({
      Principal: { AWS: "arn:aws:iam::222222222222:root" },
      Action: "sns:Subscribe",
      Resource: "arn:aws:sns:ap-south-1:111111111111:huut-prod-post-events",
      Condition: {
        StringEquals: {
          "sns:Protocol": "sqs",
          "sns:Endpoint": "arn:aws:sqs:ap-south-1:222222222222:huut-prod-post-events",
        },
      },
    });
    expect(Statement[0]).to.include({ Effect: "Deny" });
  });

  it("subscribes with raw delivery, the filter, and a dead-letter queue of its own", () => {
    const subscription = made.inputs("aws:sns/topicSubscription:TopicSubscription", "post-events-subscription");
    expect(subscription).to.include({
      topic: "arn:aws:sns:ap-south-1:111111111111:huut-prod-post-events",
      protocol: "sqs",
      rawMessageDelivery: true,
      filterPolicyScope: "MessageAttributes",
    });
    expect(JSON.parse(String(subscription["filterPolicy"]))).to.deep.equal(POST_EVENTS_FILTER);
    expect(String(subscription["redrivePolicy"])).to.contain("huut-prod-post-events-undelivered");
  });

  it("lets the media role read recordings and nothing else, for roles of the platform with its external id", () => {
    const trust = made.json<Policy>("aws:iam/role:Role", "media-reader", "assumeRolePolicy").Statement[0];
    expect(trust?.Condition).to.deep.equal({
      ArnLike: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/huut-prod-*" },
      StringEquals: { "sts:ExternalId": "huut-prod-media" },
    });
    const { Statement } = made.json<Policy>("aws:iam/rolePolicy:RolePolicy", "media-reader-policy", "policy");
    expect(Statement.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      [["s3:GetObject"], ["arn:aws:s3:::huut-media/audio/*", "arn:aws:s3:::huut-media/video/*"]],
      [["kms:Decrypt"], ["arn:aws:kms:ap-south-1:111111111111:key/m"]],
    ]);
    expect(mediaGrants("b", undefined, "ap-south-1")).to.have.length(1);
  });

  it("gives each function the operations that it calls", () => {
    const actions = (name: string): string[] =>
      made
        .json<Policy>("aws:iam/rolePolicy:RolePolicy", `${name}-policy`, "policy")
        .Statement.flatMap((statement) => statement.Action as string[])
        .filter((action) => /^(dynamodb|s3|sqs):/.test(action))
        .sort();
    expect(actions("separate-events")).to.deep.equal([
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "s3:PutObject",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
    ]);
    expect(actions("replay-quarantine")).to.deep.equal([
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObject",
      "sqs:SendMessage",
    ]);
  });

  it("grants the prefixes that the domain writes below", () => {
    const text = JSON.stringify(made.inputs("aws:iam/rolePolicy:RolePolicy", "replay-quarantine-policy"));
    expect(text).to.contain(`/${QUARANTINE_PREFIX}*`).and.contain(`/${REPLAYED_PREFIX}*`);
  });

  it("keys the tables as the events are stored", () => {
    expect(made.inputs("aws:dynamodb/table:Table", "posts")).to.deep.include({
      name: "huut-prod-posts",
      hashKey: "postId",
      deletionProtectionEnabled: true,
    });
    expect(made.inputs("aws:dynamodb/table:Table", "post-updates")).to.deep.include({
      hashKey: "postId",
      rangeKey: "updateKey",
    });
  });

  it("keeps events for 14 days and bounds the readers of the queue", () => {
    expect(made.inputs("aws:sqs/queue:Queue", "post-events")).to.include({
      messageRetentionSeconds: 1_209_600,
      visibilityTimeoutSeconds: 180,
    });
    const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
    expect(made.inputs(mapping, "post-events-to-separate-events")).to.deep.include({
      enabled: true,
      scalingConfig: { maximumConcurrency: 10 },
    });
  });

  it("has a signal for each dead-letter queue and for quarantine, every name once", () => {
    const names = made.result.signals.map((signal) => signal.name);
    expect(names).to.include.members([
      "post-events-dead-letters-not-empty",
      "post-events-undelivered-not-empty",
      "separate-events-quarantined",
    ]);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("reads nothing in a standby", async () => {
    const standby = await record("dr", program(false));
    const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
    expect(standby.inputs(mapping, "post-events-to-separate-events")).to.include({ enabled: false });
  });
});
