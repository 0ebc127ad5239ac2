import { expect } from "chai";
import { BufferedQueue, EncryptionKey, queueTiming } from "../../../components/shared";
import { record } from "../../support/recording";

const place = { stack: "dev", account: "222222222222", region: "ap-south-1" };

describe("BufferedQueue", () => {
  it("gives a message six times the consumer's timeout", () => {
    expect(queueTiming("q", { consumerTimeoutSeconds: 30 })).to.deep.equal({
      maxReceiveCount: 5,
      retentionSeconds: 345_600,
      visibilitySeconds: 180,
    });
  });

  it("refuses to show a message while it is worked on", () => {
    expect(() => queueTiming("q", { consumerTimeoutSeconds: 30, visibilitySeconds: 60 })).to.throw(
      'BufferedQueue "q": visibilitySeconds 60 is less than 180',
    );
  });

  it("refuses to let a message expire before it is dead", () => {
    expect(() => queueTiming("q", { consumerTimeoutSeconds: 30, retentionSeconds: 900 })).to.throw(
      "5 receives of 180 s outlast the retention of 900 s",
    );
  });

  it("makes a queue and its dead-letter queue, each with a policy", async () => {
    const sender = { service: "sns.amazonaws.com", sourceArn: "arn:aws:sns:ap-south-1:111111111111:posts" };
    const made = await record("dev", () => {
      const key = new EncryptionKey("k", { place, description: "test" });
      return new BufferedQueue("events", { place, key, consumerTimeoutSeconds: 30, senders: [sender] });
    });
    expect(made.names("aws:sqs/queue:Queue")).to.deep.equal(["events", "events-dead-letters"]);
    const queue = made.inputs("aws:sqs/queue:Queue", "events");
    expect(queue).to.include({
      name: "huut-dev-events",
      kmsMasterKeyId: "arn:aws:mock:::Key/k",
      visibilityTimeoutSeconds: 180,
      messageRetentionSeconds: 345_600,
    });
    expect(JSON.parse(String(queue["redrivePolicy"]))).to.deep.equal({
      deadLetterTargetArn: "arn:aws:sqs:ap-south-1:222222222222:huut-dev-events-dead-letters",
      maxReceiveCount: 5,
    });
    const dead = made.inputs("aws:sqs/queue:Queue", "events-dead-letters");
    expect(dead["messageRetentionSeconds"]).to.equal(1_209_600);
    expect(JSON.parse(String(dead["redriveAllowPolicy"]))).to.deep.equal({
      redrivePermission: "byQueue",
      sourceQueueArns: ["arn:aws:sqs:ap-south-1:222222222222:huut-dev-events"],
    });
    const policy = made.json<{ Statement: { Sid: string; Condition: unknown }[] }>(
      "aws:sqs/queuePolicy:QueuePolicy",
      "events-policy",
      "policy",
    );
    expect(policy.Statement.map((each) => each.Sid)).to.deep.equal(["DenyWithoutTls", "SenderAdmitted"]);
    expect(policy.Statement[1]?.Condition).to.deep.equal({ ArnEquals: { "aws:SourceArn": sender.sourceArn } });
    expect(made.result.signals.map((signal) => signal.name)).to.deep.equal([
      "events-dead-letters-not-empty",
      "events-waiting",
    ]);
  });
});
