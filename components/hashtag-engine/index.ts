import * as pulumi from "@pulumi/pulumi";
import { type DeadLetterQueue, type MagicFunction, type Signal, streamSourceSignal } from "../shared";
import { makeAnalyse, makeRoute } from "./analysis";
import { type HashtagEngineArgs, type HashtagPart } from "./args";
import { type Exports, makeExports } from "./export";
import { type HashtagQueues, makeFailures, makeQueues } from "./queues";
import { hashtagSignals } from "./signals";
import { makeSuggest } from "./suggestion";
import { makeSweep } from "./sweep";
import { type HashtagTables, makeTables } from "./tables";
import { type Topics, makeTopics } from "./topics";

export type { HashtagEngineArgs } from "./args";

/** Whatever has signals of its own. */
interface Watched {
  readonly signals: readonly Signal[];
}

/** From a post's text and speech to what it is about, and to tags beside its author's own. */
export class HashtagEngine extends pulumi.ComponentResource {
  readonly tables: HashtagTables;
  readonly queues: HashtagQueues;
  /** Where changes and invocations go that were given up on. */
  readonly failures: DeadLetterQueue;
  /** Every function, by its name in the program. */
  readonly functions: Readonly<Record<string, MagicFunction>>;
  /** Votes, trends, the index of words and their routes. */
  readonly topics: Topics;
  /** The nightly export of tags for Athena. */
  readonly exports: Exports;
  readonly signals: readonly Signal[];

  constructor(name: string, args: HashtagEngineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:hashtags:HashtagEngine", name, {}, opts);
    const part: HashtagPart = { args, parent: this };
    const tables = (this.tables = makeTables(part));
    const queues = (this.queues = makeQueues(part));
    const failures = (this.failures = makeFailures(part));
    this.topics = makeTopics(part, tables, failures);
    const routeTexts = makeRoute(part, tables, queues, failures);
    this.functions = {
      routeTexts,
      analyseText: makeAnalyse(part, tables, queues),
      suggestHashtags: makeSuggest(part, { ...tables, trends: this.topics.tables.trends }, queues),
      sweepTexts: makeSweep(part, tables, queues, failures),
    };
    this.exports = makeExports(part, tables, failures);
    const made = [tables, queues, this.functions].flatMap((each: object) => Object.values(each) as Watched[]);
    this.signals = [
      ...[...made, failures].flatMap(({ signals }) => signals),
      streamSourceSignal(routeTexts, "route-texts"),
      ...hashtagSignals(),
      ...this.topics.signals,
      ...this.exports.signals,
    ];
    this.registerOutputs({ rawText: tables.rawText.name, hashtags: tables.hashtags.name });
  }
}
