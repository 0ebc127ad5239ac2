import { expect } from "chai";
import { marshall } from "@aws-sdk/util-dynamodb";
import { authorDigest, eventDigest } from "@huut/domain";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { makeSeparateEvents } from "../../../functions/cross-account-bridge/separate-events";
import { postEvent } from "../../domain/post-model";
import { loadPackage, QUIET, serviceError, withEnvironment, type Call, type Respond } from "../packaged";

const ENVIRONMENT = {
  ...QUIET,
  POSTS_TABLE: "t-posts",
  POST_UPDATES_TABLE: "t-updates",
  ERASED_AUTHORS_TABLE: "t-erased",
  RAW_BUCKET: "raw",
};
const CONTEXT = { getRemainingTimeInMillis: () => 30_000 };

function batch(...bodies: readonly string[]): SQSEvent {
  const attribute = (stringValue: string) => ({ stringValue, dataType: "String" });
  const Records = bodies.map((body, index) => ({
    messageId: `m-${index}`,
    body,
    attributes: { SentTimestamp: String(Date.UTC(2026, 10, 2, 5, 31)) },
    messageAttributes: { eventName: attribute("MODIFY"), schema: attribute("post/1") },
  }));
  return { Records } as unknown as SQSEvent;
}

const modify = (eventId: string) => postEvent({ eventId, eventName: "MODIFY" }, { version: 2 });

interface Marked {
  readonly author: { readonly S: string };
}

/** Items of `erased-authors`, by the digest. */
const erased = new Map<string, object>();

async function run(event: SQSEvent, respond: Respond) {
  const calls: Call[] = [];
  const handler = await loadPackage(makeSeparateEvents(), (call) => {
    // Nobody is erased, but where a test says so.
    if (call.operation === "GetItem") return { Item: erased.get(String((call.input["Key"] as Marked).author.S)) };
    calls.push(call);
    return respond(call);
  });
  const answer = (await handler(event, CONTEXT as never)) as SQSBatchResponse;
  return { calls, failed: answer.batchItemFailures.map((failure) => failure.itemIdentifier) };
}

describe("separate-events, from its package", () => {
  let restore: () => void;
  before(() => (restore = withEnvironment(ENVIRONMENT)));
  after(() => restore());

  it("writes an update in one transaction, to both tables", async () => {
    const { calls, failed } = await run(batch(JSON.stringify(modify("e-1"))), () => ({}));
    expect(failed).to.deep.equal([]);
    expect(calls).to.have.length(1);
    const items = calls[0]?.input["TransactItems"] as Record<string, { TableName: string }>[];
    expect(items.map((item) => [Object.keys(item)[0], Object.values(item)[0]?.TableName])).to.deep.equal([
      ["Put", "t-updates"],
      ["Update", "t-posts"],
    ]);
  });

  it("stores no event of an author who was erased, until the marker has expired", async () => {
    const author = authorDigest(modify("e-1").post.userId);
    const mark = (expiresAt: number) => erased.set(author, marshall({ author, erasureId: "erasure-1", expiresAt }));
    try {
      mark(Math.floor(Date.now() / 1000) + 60);
      expect(await run(batch(JSON.stringify(modify("e-1"))), () => ({}))).to.deep.equal({ calls: [], failed: [] });
      mark(Math.floor(Date.now() / 1000) - 60);
      expect((await run(batch(JSON.stringify(modify("e-1"))), () => ({}))).calls).to.have.length(1);
    } finally {
      erased.clear();
    }
  });

  it("quarantines once what is no event, and does not try it again", async () => {
    const respond: Respond = ({ input }) => {
      if (String(input["Body"]).includes("m-1")) throw serviceError("PreconditionFailed");
      return {};
    };
    const { calls, failed } = await run(batch("no JSON", "no JSON"), respond);
    expect(failed).to.deep.equal([]);
    expect(calls.map(({ operation, input }) => [operation, input["Bucket"], input["IfNoneMatch"]])).to.deep.equal([
      ["PutObject", "raw", "*"],
      ["PutObject", "raw", "*"],
    ]);
    expect(calls[0]?.input["Key"])
      .to.equal(calls[1]?.input["Key"])
      .and.match(/^quarantine\/2026-11-02\/[0-9a-f]{32}\.json$/);
    expect(JSON.parse(String(calls[0]?.input["Body"]))).to.deep.equal({
      reasons: [`body: expected JSON, got "no JSON"`],
      body: "no JSON",
      attributes: { eventName: "MODIFY", schema: "post/1" },
      messageId: "m-0",
      receivedAt: "2026-11-02T05:31:00.000Z",
    });
  });

  it("takes a known event for a duplicate, and a reused identifier to quarantine", async () => {
    const known = modify("e-1");
    const respondWith = (digest: string): Respond => {
      const CancellationReasons = [{ Code: "ConditionalCheckFailed", Item: marshall({ digest }) }, { Code: "None" }];
      return ({ operation }) => {
        if (operation === "TransactWriteItems")
          throw serviceError("TransactionCanceledException", { CancellationReasons });
        return {};
      };
    };
    const same = await run(batch(JSON.stringify(known)), respondWith(eventDigest(known)));
    expect(same.calls.map((call) => call.operation)).to.deep.equal(["TransactWriteItems"]);
    const other = await run(batch(JSON.stringify(known)), respondWith("another"));
    expect(other.calls.map((call) => call.operation)).to.deep.equal(["TransactWriteItems", "PutObject"]);
    expect([...same.failed, ...other.failed]).to.deep.equal([]);
  });

  it("leaves in the queue only the messages that failed", async () => {
    const { failed } = await run(batch(JSON.stringify(modify("e-1")), JSON.stringify(modify("e-2"))), ({ input }) => {
      if (JSON.stringify(input).includes("e-2")) throw serviceError("ProvisionedThroughputExceededException");
      return {};
    });
    expect(failed).to.deep.equal(["m-1"]);
  });

  it("answers a batch that failed as a whole message by message", async () => {
    const { failed } = await run(batch(JSON.stringify(modify("e-1"))), () => {
      throw serviceError("ThrottlingException");
    });
    expect(failed).to.deep.equal(["m-0"]);
  });
});
