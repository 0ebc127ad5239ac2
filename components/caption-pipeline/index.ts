import * as pulumi from "@pulumi/pulumi";
import { type Signal } from "../shared";
import { type CaptionPipelineArgs } from "./args";
import { type CaptionQueues, makeQueues } from "./queues";
import { type CaptionTables, makeTables } from "./tables";

export type { CaptionPipelineArgs, DailyLimits, MediaSource } from "./args";

/** From a post's media to captions that people can read. */
export class CaptionPipeline extends pulumi.ComponentResource {
  readonly tables: CaptionTables;
  readonly queues: CaptionQueues;
  readonly signals: readonly Signal[];

  constructor(name: string, args: CaptionPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:captions:CaptionPipeline", name, {}, opts);
    const part = { args, parent: this };
    this.tables = makeTables(part);
    this.queues = makeQueues(part);
    const parts = [...Object.values(this.tables), ...Object.values(this.queues)];
    this.signals = parts.flatMap((each) => each.signals as readonly Signal[]);
    this.registerOutputs({ captions: this.tables.captions.name });
  }
}
