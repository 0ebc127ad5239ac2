import { Actor } from "../../kernel/actor";
import { parseArn, type Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError, Unsupported } from "../../kernel/errors";
import { nextTime } from "../../kernel/cron";
import { outOfScope } from "../../kernel/scope";
import type { EventsService } from "../events/service";
import type { RolePrincipal, StsService } from "../sts";
import { crawl, type CrawlCounts, type SchemaCache } from "./crawl";
import type { CrawlerInputs, SecurityInputs } from "./inputs";
import { writeLog } from "./run-log";

export interface Crawler {
  readonly name: string;
  readonly place: Place;
  readonly arn: string;
  readonly roleArn: string;
  readonly inputs: CrawlerInputs;
  readonly security: SecurityInputs | undefined;
  readonly created: number;
  state: "READY" | "RUNNING";
  crawls: number;
  last: LastCrawl | undefined;
  readonly cache: SchemaCache;
}

export interface LastCrawl {
  readonly Status: "SUCCEEDED" | "FAILED";
  readonly StartTime: Date;
  readonly LogGroup: string;
  readonly LogStream: string;
  readonly MessagePrefix: string;
  readonly ErrorMessage?: string;
}

/** Who waits for a crawl: a workflow. */
export type CrawlEnd = (state: "SUCCEEDED" | "FAILED") => void | Promise<void>;

/** A crawl takes about a minute, most of it starting: milliseconds. */
const shortest = 45_000;
const longest = 75_000;

const noCounts: CrawlCounts = { tablesCreated: 0, tablesUpdated: 0, partitionsCreated: 0, partitionsUpdated: 0 };

/** Crawlers and their crawls. */
export class Crawlers {
  private readonly byName = new Map<string, Crawler>();
  private readonly listeners: ((crawler: Crawler, state: "SUCCEEDED" | "FAILED") => void)[] = [];

  constructor(private readonly cloud: Cloud) {}

  add(crawler: Crawler): void {
    const key = keyOf(crawler.place, crawler.name);
    if (this.byName.has(key)) throw new AwsError("AlreadyExistsException", `${crawler.name} already exists`);
    this.byName.set(key, crawler);
    if (crawler.inputs.schedule) this.schedule(crawler, crawler.inputs.schedule);
  }

  remove(place: Place, name: string): void {
    this.byName.delete(keyOf(place, name));
  }

  /** @throws EntityNotFoundException */
  get(name: string | undefined, place: Place): Crawler {
    const crawler = this.byName.get(keyOf(place, name ?? ""));
    if (!crawler) throw new AwsError("EntityNotFoundException", `Crawler with name ${name} does not exist`);
    return crawler;
  }

  all(): Crawler[] {
    return [...this.byName.values()];
  }

  onEnd(listener: (crawler: Crawler, state: "SUCCEEDED" | "FAILED") => void): void {
    this.listeners.push(listener);
  }

  /** @throws CrawlerRunningException */
  start(crawler: Crawler, onEnd?: CrawlEnd): void {
    if (crawler.state === "RUNNING")
      throw new AwsError("CrawlerRunningException", `Crawler with name ${crawler.name} has already started`);
    crawler.state = "RUNNING";
    crawler.crawls++;
    const { world } = this.cloud;
    const started = world.now();
    this.emit(crawler, "Started", noCounts);
    const random = world.random.fork(`glue/crawl/${crawler.arn}/${crawler.crawls}`);
    outOfScope(() =>
      world.after(random.int(shortest, longest), async () => {
        const state = await this.run(crawler, started, random.uuid());
        await onEnd?.(state);
        for (const listener of this.listeners) listener(crawler, state);
      }),
    );
  }

  private async run(crawler: Crawler, started: number, crawlId: string): Promise<"SUCCEEDED" | "FAILED"> {
    const { name, roleArn, place, security } = crawler;
    const keyArn = security?.cloudwatchEncryption.kmsKeyArn;
    const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const group = keyArn
      ? `/aws-glue/crawlers-role/${roleName}-${crawler.inputs.securityConfiguration}`
      : "/aws-glue/crawlers";
    let principal: RolePrincipal | undefined;
    let counts = noCounts;
    let failure: string | undefined;
    try {
      principal = this.cloud
        .service<StsService>("sts")
        .assumeForService(roleArn, "glue.amazonaws.com", { sessionName: "AWS-Crawler" });
      const actor = new Actor(this.cloud, { principal, place });
      counts = await crawl(actor, { ...crawler.inputs, name }, crawler.cache);
    } catch (error) {
      if (error instanceof Unsupported) this.cloud.world.fail(error);
      if (!(error instanceof AwsError)) throw error;
      failure = error.message;
    }
    if (principal) {
      const lines = logLines(crawlId, crawler, counts, failure);
      await writeLog(this.cloud, { principal, place, group, stream: name, keyArn }, lines);
    }
    const state = failure === undefined ? "SUCCEEDED" : "FAILED";
    crawler.state = "READY";
    crawler.last = {
      Status: state,
      StartTime: new Date(started),
      LogGroup: group,
      LogStream: name,
      MessagePrefix: crawlId,
      ...(failure !== undefined && { ErrorMessage: failure }),
    };
    this.emit(crawler, state === "SUCCEEDED" ? "Succeeded" : "Failed", counts, failure);
    return state;
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html */
  private emit({ name, place }: Crawler, state: string, counts: CrawlCounts, failure?: string): void {
    const numbers = Object.entries({ ...counts, tablesDeleted: 0, partitionsDeleted: 0 });
    const started = state === "Started";
    this.cloud.service<EventsService>("events").emit(place, {
      source: "aws.glue",
      "detail-type": "Glue Crawler State Change",
      resources: [],
      detail: {
        accountId: place.account,
        crawlerName: name,
        state,
        message: `Crawler ${state}`,
        ...(started
          ? { startTime: new Date(this.cloud.world.now()).toISOString() }
          : {
              ...Object.fromEntries(numbers.map(([key, count]) => [key, String(count)])),
              completionDate: new Date(this.cloud.world.now()).toISOString(),
            }),
        ...(failure !== undefined && { errorMessage: failure }),
      },
    });
  }

  private schedule(crawler: Crawler, expression: string): void {
    const { world } = this.cloud;
    const next = nextTime(expression, world.now());
    if (next === undefined) return;
    world.at(next, () => {
      if (this.byName.get(keyOf(crawler.place, crawler.name)) !== crawler) return;
      if (crawler.state === "READY") this.start(crawler);
      this.schedule(crawler, expression);
    });
  }
}

function logLines(crawlId: string, crawler: Crawler, counts: CrawlCounts, failure: string | undefined): string[] {
  const line = (level: string, text: string) => `[${crawlId}] ${level} : ${text}`;
  const { databaseName } = crawler.inputs;
  return [
    line("BENCHMARK", `Running Start Crawl for Crawler ${crawler.name}`),
    ...(failure === undefined
      ? [
          line("INFO", `Created ${counts.tablesCreated} and updated ${counts.tablesUpdated} tables in ${databaseName}`),
          line("INFO", `Created ${counts.partitionsCreated} and updated ${counts.partitionsUpdated} partitions`),
        ]
      : [line("ERROR", failure)]),
    line("BENCHMARK", "Crawler has finished running and is in state READY"),
  ];
}

/** A role's ARN from what a crawler may name: an ARN, or a name with its path. */
export function roleArnOf(role: string, place: Place): string {
  if (!role.startsWith("arn:")) return `arn:aws:iam::${place.account}:role/${role.replace(/^\//, "")}`;
  return parseArn(role) && role;
}

function keyOf({ account, region }: Place, name: string): string {
  return `${account}/${region}/${name}`;
}
