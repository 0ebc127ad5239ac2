import { postSegment, targets, type CaptionItem, type FeedEntry, type MediaItem } from "@huut/domain";
import { expect } from "chai";
import { readTable } from "../../cli/start/evidence";
import { replay } from "../../cli/start/replay";
import type { FaultPlan, StackGraph } from "../../sandbox";
import type { S3Service } from "../../sandbox/services/s3";
import { graphOf, mediaIn, sampleFeed } from "../support/platform";
import media = require("../../samples/media-manifest.json");
import { MANY_SEEDS, seedsFrom } from "../support/seeds";

const HOUR = 3_600_000;
const EAGER = ["hi", "en"];

/** Three bad hours, from the first post on: all that may go wrong between a post and its captions does, and a function may die after each effect. */
const storm: FaultPlan = {
  faults: [
    { kind: "duplicate", service: "dynamodb", probability: 0.2 },
    { kind: "reorder", service: "dynamodb", probability: 0.2, delay: 600_000 },
    { kind: "duplicate", service: "sqs", probability: 0.1 },
    { kind: "reorder", service: "sqs", probability: 0.1, delay: 600_000 },
    { kind: "duplicate", service: "s3", probability: 0.2 },
    { kind: "lose", service: "transcribe", operation: "TranscribeJobStateChange", probability: 0.4 },
    { kind: "throttle", service: "transcribe", probability: 0.2 },
    { kind: "error", service: "transcribe", operation: "TranscriptionJob", probability: 0.2 },
    { kind: "error", service: "transcribe", operation: "StartTranscriptionJob", probability: 0.1 },
    { kind: "throttle", service: "translate", probability: 0.2 },
    { kind: "error", service: "translate", probability: 0.1 },
    ...["dynamodb", "s3", "sqs", "transcribe", "translate"].map((service) => ({
      kind: "crash" as const,
      service,
      probability: 0.03,
    })),
    // A role is assumed once for a recording: ten seeds have fifty calls.
    { kind: "crash", service: "sts", probability: 0.15 },
  ].map((fault) => ({ ...fault, until: 6 * HOUR })) as FaultPlan["faults"],
};

const seeds = seedsFrom(1);

/** The longest way back: a translation comes again eight times, in the end hourly, and then by the sweeper. */
const REST = 10 * HOUR;

/** Short recordings of posts that stay, and one of a post that is removed. */
const posts = [
  ...media.filter(({ fate, durationMs }) => fate === "captions" && (durationMs ?? Infinity) < 20_000).slice(0, 4),
  ...media.filter(({ fate }) => fate === "withdrawn").slice(0, 1),
];

/** Fewer languages: what they go through is the same. */
function withFewLanguages(graphs: readonly StackGraph[]): StackGraph[] {
  const text = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replace(/("EAGER_LANGUAGES":)"[^"]+"/g, `$1"${EAGER.join(",")}"`));
  return graphs.map((graph) => ({
    ...graph,
    resources: graph.resources.map((resource) =>
      resource.type === "aws:lambda/function:Function" && resource.name === "plan-translations"
        ? { ...resource, inputs: { ...resource.inputs, environment: text(resource.inputs["environment"]) } }
        : resource,
    ),
  }));
}

/** Everything that is told of the posts, squeezed together in its order. */
function squeezed(feed: readonly FeedEntry[]): FeedEntry[] {
  const own = feed.filter(({ body }) => posts.some(({ postId }) => body.includes(`"${postId}"`)));
  const start = Date.parse("2026-11-02T03:00:00.000Z");
  return own.map((entry, i) => ({ ...entry, at: new Date(start + i * 60_000).toISOString() }));
}

describe("Captions in a storm of faults", function () {
  this.timeout(120_000);
  let graphs: readonly StackGraph[];
  let feed: FeedEntry[];
  const struck = storm.faults.map(() => 0);

  before(async () => {
    graphs = withFewLanguages(await graphOf("dev"));
    feed = squeezed(await sampleFeed());
    expect(posts.length).to.equal(5);
  });

  for (const seed of seeds)
    it(`end with one transcript and one file a language, seed ${seed}`, async () => {
      const until = Date.parse((feed.at(-1) as FeedEntry).at) + REST;
      const run = await replay({ graphs, feed, media: mediaIn(feed), seed, faults: storm, until });
      try {
        const { sandbox, stack } = run;
        const outputs = sandbox.outputs(stack);
        const items = readTable(sandbox, String(outputs["captionsTable"]));
        expect(items.filter(({ pending }) => pending !== undefined)).to.deep.equal([]);
        const { store } = sandbox.cloud.service<S3Service>("s3");
        const keysOf = (bucket: string, prefix: string) => {
          const found = store.bucket(String(outputs[bucket]));
          return [...found.keysFrom(prefix)].filter((key) => key.startsWith(prefix) && found.current(key));
        };
        for (const { postId, fate } of posts) {
          const own = items.filter((item) => item["postId"] === postId);
          const item = own.find(({ language }) => language === "media") as unknown as MediaItem;
          const folder = postSegment(postId);
          const transcripts = keysOf("curatedBucket", `transcripts/${folder}/`);
          const files = keysOf("publishedBucket", `captions/${folder}/`);
          const staged = keysOf("rawBucket", `staging/${folder}.`);
          if (fate === "withdrawn") {
            // A copy whose job was never started is left to the lifecycle of staging/.
            expect([transcripts, files], postId).to.deep.equal([[], []]);
            continue;
          }
          expect(item.state, `${postId}: ${item.reason}`).to.equal("transcribed");
          expect(transcripts, postId).to.deep.equal([item.transcriptKey]);
          expect(staged, postId).to.deep.equal([]);
          const spoken = (item.spokenLanguage ?? "").slice(0, 2);
          const wanted = [spoken, ...targets(EAGER, item.spokenLanguage ?? "").targets.map(({ language }) => language)];
          const ready = own.filter(({ state }) => state === "ready") as unknown as CaptionItem[];
          expect(ready.map(({ language }) => language).sort(), postId).to.deep.equal([...wanted].sort());
          expect(files.sort(), postId).to.deep.equal(ready.flatMap(({ vttKey, srtKey }) => [vttKey, srtKey]).sort());
        }
        for (const [i, fault] of sandbox.world.faults.counts().entries()) struck[i] = (struck[i] ?? 0) + fault.struck;
      } finally {
        run.sandbox.close();
      }
    });

  if (MANY_SEEDS) {
    it("were tried by every fault", () => {
      for (const [i, times] of struck.entries()) {
        expect(times, JSON.stringify(storm.faults[i])).to.be.greaterThan(0);
      }
    });
  }
});
