import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { expect } from "chai";
import { behavioursOf, type Behaviour, type Probe } from "../behaviour";
import { arrival, receive } from "./sqs";

const GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide";
const PATTERNS = `${GUIDE}/eb-create-pattern-operators.html`;

interface Queue {
  readonly url: string;
  readonly arn: string;
}

/** A rule on the default bus that sends to a queue; `source` keeps behaviours apart. */
async function ruled(
  probe: Probe,
  source: string,
  pattern: object,
  target: Record<string, unknown> = {},
): Promise<Queue> {
  const queue = await probe.create<Queue>("aws:sqs/queue:Queue", { name: probe.name("heard") });
  const name = probe.name("rule");
  const eventPattern = JSON.stringify({ source: [source], ...pattern });
  const { arn } = await probe.create<{ arn: string }>("aws:cloudwatch/eventRule:EventRule", { name, eventPattern });
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue.arn,
    Condition: { ArnEquals: { "aws:SourceArn": arn } },
  };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await probe.create("aws:sqs/queuePolicy:QueuePolicy", { queueUrl: queue.url, policy });
  await probe.create("aws:cloudwatch/eventTarget:EventTarget", {
    rule: name,
    arn: queue.arn,
    targetId: "queue",
    ...target,
  });
  return queue;
}

function put(probe: Probe, Source: string, details: readonly object[], DetailType = "Probe") {
  const Entries: PutEventsRequestEntry[] = details.map((detail) => ({
    Source,
    DetailType,
    Detail: JSON.stringify(detail),
  }));
  return probe.client(EventBridgeClient).send(new PutEventsCommand({ Entries }));
}

type Row = readonly [pattern: object, matching: object, passedOver: readonly object[]];

const rows: readonly Row[] = [
  [{ state: ["DONE"] }, { state: "DONE" }, [{ state: "FAILED" }, {}, { other: "DONE" }]],
  [{ state: ["DONE", "FAILED"] }, { state: "FAILED" }, [{ state: "done" }]],
  [{ job: { state: ["DONE"] } }, { job: { state: "DONE" } }, [{ state: "DONE" }]],
  [{ name: [{ prefix: "huut-" }] }, { name: "huut-1" }, [{ name: "other" }]],
  [{ name: [{ suffix: ".json" }] }, { name: "a.json" }, [{ name: "a.jsonl" }]],
  [{ state: [{ "anything-but": ["DONE"] }] }, { state: "FAILED" }, [{ state: "DONE" }]],
  [{ name: [{ "anything-but": { prefix: "x-" } }] }, { name: "y-1" }, [{ name: "x-1" }]],
  [{ count: [{ numeric: [">", 0, "<=", 5] }] }, { count: 5 }, [{ count: 0 }, { count: 6 }, { count: "5" }]],
  [{ name: [{ exists: true }] }, { name: "x" }, [{}, { other: 1 }]],
  [{ name: [{ exists: false }] }, { other: 1 }, [{ name: "x" }]],
  [{ tags: ["a"] }, { tags: ["b", "a"] }, [{ tags: ["b"] }, { tags: [] }]],
  [{ flag: [true] }, { flag: true }, [{ flag: false }, { flag: "true" }]],
  [{ none: [null] }, { none: null }, [{ none: "" }, {}]],
  [{ name: [{ "equals-ignore-case": "Huut" }] }, { name: "hUUT" }, [{ name: "huut2" }]],
  [{ name: [{ wildcard: "a*c" }] }, { name: "abbc" }, [{ name: "abcd" }]],
  [{ $or: [{ a: ["1"] }, { b: ["2"] }] }, { b: "2" }, [{ a: "2", b: "1" }]],
];

export const events: readonly Behaviour[] = behavioursOf("events", GUIDE, [
  ...rows.map(([pattern, matching, passedOver], i) => ({
    id: `pattern/${String(i + 1).padStart(2, "0")}`,
    title: `the pattern ${JSON.stringify(pattern)} on details`,
    doc: PATTERNS,
    run: async (probe: Probe) => {
      const source = probe.name("source");
      const queue = await ruled(probe, source, { detail: pattern });
      await put(probe, source, [...passedOver, matching]);
      const { Body = "{}" } = await arrival(probe, queue.url, 20_000);
      expect((JSON.parse(Body) as { detail: object }).detail).to.deep.equal(matching);
      expect(await receive(probe, queue.url)).to.deep.equal([]);
    },
  })),
  {
    id: "envelope",
    title: "an event has version, id, detail-type, source, account, time, region, resources and detail",
    doc: `${GUIDE}/eb-events-structure.html`,
    run: async (probe) => {
      const source = probe.name("source");
      const queue = await ruled(probe, source, {});
      const { FailedEntryCount, Entries } = await put(probe, source, [{ a: 1 }], "Transcribe Job State Change");
      expect(FailedEntryCount).to.equal(0);
      const { Body = "{}" } = await arrival(probe, queue.url, 20_000);
      const event = JSON.parse(Body) as Record<string, unknown>;
      expect(event).to.include({ version: "0", source, account: probe.account, region: probe.region });
      expect(event).to.include({ "detail-type": "Transcribe Job State Change", id: Entries?.[0]?.EventId });
      expect(event["time"]).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect([event["resources"], event["detail"]]).to.deep.equal([[], { a: 1 }]);
    },
  },
  {
    id: "input-path",
    title: "a target with an input path gets that part",
    doc: `${GUIDE}/eb-transform-target-input.html`,
    run: async (probe) => {
      const source = probe.name("source");
      const queue = await ruled(probe, source, {}, { inputPath: "$.detail" });
      await put(probe, source, [{ a: [1, 2] }]);
      expect(JSON.parse((await arrival(probe, queue.url, 20_000)).Body ?? "")).to.deep.equal({ a: [1, 2] });
    },
  },
  {
    id: "input-transformer",
    title: "a target with a transformer gets its template with the paths filled in",
    doc: `${GUIDE}/eb-transform-target-input.html`,
    run: async (probe) => {
      const source = probe.name("source");
      const inputTransformer = {
        inputPaths: { job: "$.detail.job", type: "$.detail-type" },
        inputTemplate: '{"job": "<job>", "type": "<type>"}',
      };
      const queue = await ruled(probe, source, {}, { inputTransformer });
      await put(probe, source, [{ job: "j-1" }]);
      expect(JSON.parse((await arrival(probe, queue.url, 20_000)).Body ?? "")).to.deep.equal({
        job: "j-1",
        type: "Probe",
      });
    },
  },
  {
    id: "bad-detail",
    title: "an event whose detail is no JSON object is a failed entry, the others go",
    doc: "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html",
    run: async (probe) => {
      const Source = probe.name("source");
      const entry = (Detail: string) => ({ Source, DetailType: "Probe", Detail });
      const command = new PutEventsCommand({ Entries: [entry("{}"), entry("nonsense")] });
      const answer = await probe.client(EventBridgeClient).send(command);
      expect([answer.FailedEntryCount, answer.Entries?.[1]?.ErrorCode]).to.deep.equal([1, "MalformedDetail"]);
    },
  },
]);
