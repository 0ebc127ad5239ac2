import * as pulumi from "@pulumi/pulumi";
import { type DeadLetterQueue, type MagicFunction, type Signal, streamSourceSignal } from "../shared";
import { makeApi } from "./api";
import { type CaptionPart, type CaptionPipelineArgs } from "./args";
import { type CaptionQueues, makeQueues } from "./queues";
import { captionSignals } from "./signals";
import { makeSweep } from "./sweep";
import { type CaptionTables, makeTables } from "./tables";
import { makeComplete, makeFailures, makeRoute, makeStart } from "./transcription";
import { makeTranslations, translationSignals } from "./translation";
import { makeWithdraw } from "./withdrawal";

export type { CaptionPipelineArgs, DailyLimits, MediaSource } from "./args";

/** Whatever has signals of its own. */
interface Watched {
  readonly signals: readonly Signal[];
}

/** From a post's media to captions that people can read. */
export class CaptionPipeline extends pulumi.ComponentResource {
  readonly tables: CaptionTables;
  readonly queues: CaptionQueues;
  /** Where changes, events and invocations go that were given up on. */
  readonly failures: DeadLetterQueue;
  /** Every function, by its name in the program. */
  readonly functions: Readonly<Record<string, MagicFunction>>;
  readonly signals: readonly Signal[];

  constructor(name: string, args: CaptionPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:captions:CaptionPipeline", name, {}, opts);
    const part: CaptionPart = { args, parent: this };
    const tables = (this.tables = makeTables(part));
    const queues = (this.queues = makeQueues(part));
    const failures = (this.failures = makeFailures(part));
    const routeMedia = makeRoute(part, queues, failures);
    this.functions = {
      routeMedia,
      startTranscription: makeStart(part, tables, queues),
      completeTranscription: makeComplete(part, tables, queues, failures),
      ...makeTranslations(part, tables, queues),
      withdrawCaptions: makeWithdraw(part, tables, queues),
      sweepCaptions: makeSweep(part, tables, queues, failures),
      ...makeApi(part, tables, queues),
    };
    const made = [tables, queues, this.functions].flatMap((each: object) => Object.values(each) as Watched[]);
    this.signals = [
      ...[...made, failures].flatMap(({ signals }) => signals),
      streamSourceSignal(routeMedia, "route-media"),
      ...captionSignals(),
      ...translationSignals(),
    ];
    this.registerOutputs({ captions: tables.captions.name });
  }
}
