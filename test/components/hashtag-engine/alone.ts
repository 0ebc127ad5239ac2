import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import {
  tagsOfPost,
  type PostOfText,
  type RawTextItem,
  type StateOrder,
  type TagHead,
  type TagItem,
  type TagsOfPost,
} from "@huut/domain";
import { join } from "node:path";
import { readTable } from "../../../cli/start/evidence";
import { graphsOf, Sandbox, type FaultPlan, type StackGraph } from "../../../sandbox";
import type { ComprehendService } from "../../../sandbox/services/comprehend";
import type { SqsService } from "../../../sandbox/services/sqs";
import { Stage } from "../../support/stage";

let graphs: Promise<readonly StackGraph[]> | undefined;

/** The component deployed with nothing but what it reads, and what a test does there. */
export class Alone {
  private constructor(readonly stage: Stage) {}

  static async open(faults: FaultPlan["faults"] = [], seed = 1): Promise<Alone> {
    graphs ??= graphsOf({ project: join(__dirname, "program"), stacks: ["dev"] });
    const options = { start: new Date("2026-11-02T08:00:00Z"), seed, faults: { faults } };
    return new Alone(new Stage(await Sandbox.deploy(await graphs, options)));
  }

  async put(table: "postsTable" | "captionsTable" | "hashtagsTable", item: object): Promise<void> {
    const input = { TableName: this.stage.output(table), Item: marshall(item, { removeUndefinedValues: true }) };
    const send = () => this.stage.client(DynamoDBClient, "dynamodb").send(new PutItemCommand(input));
    const answer = await this.stage.until(send);
    if ("error" in answer) throw new Error(answer.error);
  }

  rawText(): RawTextItem[] {
    return readTable(this.stage.sandbox, this.stage.output("rawTextTable")) as unknown as RawTextItem[];
  }

  /** Items of a table, in the order of their keys. */
  items(table: "tagActivityTable" | "searchTermsTable"): readonly object[] {
    const [partition, sort] = table === "tagActivityTable" ? ["hourShard", "tagAuthor"] : ["termShard", "postId"];
    const key = (item: Readonly<Record<string, unknown>>) => `${String(item[partition])} ${String(item[sort])}`;
    const items = readTable(this.stage.sandbox, this.stage.output(table));
    return items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  tags(postId: string): TagsOfPost {
    const items = readTable(this.stage.sandbox, this.stage.output("hashtagsTable"));
    return tagsOfPost((items as unknown as (TagItem | TagHead)[]).filter((item) => item.postId === postId));
  }

  /** Calls that IAM has refused. */
  denied(): string[] {
    return this.stage.sandbox.cloud.ledger.denials().map(({ access, message }) => `${access.action}: ${message}`);
  }

  /** Messages and records that were given up on. */
  deadLetters(): number {
    const sqs = this.stage.sandbox.cloud.service<SqsService>("sqs");
    const dead = sqs.queueArns().filter((arn) => /-(dead-letters|failed)$/.test(arn));
    return dead.reduce((sum, arn) => sum + sqs.messages(arn).length, 0);
  }

  /** Documents that Comprehend was asked about, by operation. */
  documents(): Readonly<Record<string, number>> {
    const usage = this.stage.sandbox.cloud.service<ComprehendService>("comprehend").summary();
    const counted = Object.entries(usage as Record<string, { documents: number }>);
    return Object.fromEntries(counted.map(([name, { documents }]) => [name.split("/").at(-1) ?? name, documents]));
  }
}

/** A post that says something, as its item is. */
export function posted(postId: string, change: Partial<PostOfText> = {}): PostOfText & StateOrder {
  const { version = 1 } = change;
  return {
    postId,
    eventId: `${postId}-${version}`,
    occurredAt: "2026-11-02T08:00:00.000Z",
    userId: "u-1",
    createdAt: "2026-11-02T08:00:00.000Z",
    version: 1,
    text: "आज क्रिकेट का मैच देखा, बहुत मज़ा आया #मैच",
    language: "hi",
    ...change,
  };
}
