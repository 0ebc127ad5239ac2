import type { ApiResponse } from "../../sandbox/services/apigateway";
import { textTable } from "../shared";
import type { ShownCaptions } from "./captions";
import { printFeeds, type ShownFeed } from "./feed-calls";
import { printInsights } from "./insights";
import type { Summary } from "./summary";
import { printTopics, type ShownTopics } from "./topics";

/** What a run shows beside its figures. */
export interface Shown {
  /** A call of the API, and what came back. */
  readonly call: string;
  readonly answer: ApiResponse;
  readonly captions: ShownCaptions | undefined;
  readonly topics: ShownTopics;
  readonly feeds: readonly ShownFeed[];
}

/** What a run says to people, on standard output. */
export function printReport(summary: Summary, shown: Shown): void {
  const { events, virtualTime, stacks } = summary;
  const names = stacks.map(({ name, resources }) => `${name} (${resources} resources)`).join(", ");
  heading(`${names}: ${virtualTime.from.slice(0, 16)} to ${virtualTime.to.slice(0, 16)} UTC, seed ${summary.seed}`);
  console.log(balanceLine(events));
  printStores(summary);
  printQuarantine(summary);
  printCaptions(summary);
  printCaptionFiles(shown.captions);
  printInsights(summary.insights, heading);
  printTopics(shown.topics, heading);
  printFeeds(shown.feeds, heading);
  printAnswer(shown);
  printFaults(summary);
  printPermissions(summary);
}

function heading(text: string): void {
  console.log(`\n${text}\n${"─".repeat(text.length)}`);
}

function balanceLine(events: Summary["events"]): string {
  const { published, duplicates, stored, quarantined, deadLettered, inFlight } = events;
  const sum = duplicates + stored + quarantined + deadLettered + inFlight;
  const parts = `${duplicates} duplicates + ${stored} stored + ${quarantined} quarantined + ${deadLettered} dead-lettered + ${inFlight} in flight`;
  return `${published} published = ${parts}${sum === published ? "" : `  ✘ the parts make ${sum}`}`;
}

function printStores({ tables, objects }: Summary): void {
  heading("What arrived where");
  const rows = Object.entries(tables).map(([arn, items]) => [arn.split("/").at(-1) as string, `${items} items`]);
  for (const [bucket, prefixes] of Object.entries(objects)) {
    for (const [prefix, { count, bytes }] of Object.entries(prefixes)) {
      rows.push([`${bucket}/${prefix}/`, `${count} objects, ${size(bytes)}`]);
    }
  }
  console.log(textTable(["store", "holds"], rows));
}

function size(bytes: number): string {
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${(bytes / 1024).toFixed(1)} KiB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

function printQuarantine({ quarantined, unaccounted, refused }: Summary): void {
  heading(`Quarantined: ${quarantined.length}`);
  for (const { key, reasons } of quarantined) console.log(`  ${key}\n    ${reasons.join("\n    ")}`);
  for (const { body } of unaccounted) console.log(`  in flight: ${body.slice(0, 120)}`);
  for (const { line, reason } of refused) console.log(`  line ${line} was refused by the topic: ${reason}`);
}

function printCaptions({ captions: { media, languages, files, without } }: Summary): void {
  const posts = Object.values(media).reduce((sum, count) => sum + count, 0);
  heading(`Captions: ${posts} posts with media, ${media["transcribed"] ?? 0} of them with captions`);
  const rows = languages.map(({ language, transcribed, translated, flagged, missing }) => [
    language,
    String(transcribed),
    String(translated),
    String(flagged),
    Object.entries(missing)
      .map(([state, count]) => `${count} ${state}`)
      .join(", "),
  ]);
  console.log(textTable(["language", "spoken", "translated", "below the gate", "not there"], rows));
  const verdict = files.refused.length === 0 ? "all accepted" : `${files.refused.length} refused`;
  console.log(`${files.count} files with ${files.cues} cues, read back by parsers of others: ${verdict}`);
  for (const { key, problems } of files.refused.slice(0, 20)) console.log(`  ✘ ${key}: ${problems.join("; ")}`);
  if (without.length > 0) console.log("Without captions:");
  for (const { postId, mediaKey, state, reason } of without)
    console.log(`  ${postId} ${mediaKey}: ${state}${reason === "" ? "" : `: ${reason}`}`);
}

function printCaptionFiles(shown: ShownCaptions | undefined): void {
  if (!shown) return;
  heading(`Captions of ${shown.postId}`);
  for (const { key, text } of shown.files) console.log(`${key}\n\n${text}`);
}

function printAnswer({ call, answer }: Shown): void {
  heading(`GET ${call} answered ${answer.statusCode}`);
  console.log(JSON.stringify(JSON.parse(Buffer.from(answer.body).toString("utf8")), null, 2));
}

function printFaults({ faults }: Summary): void {
  if (faults.length === 0) return;
  heading("Faults");
  for (const { fault, struck } of faults) {
    const { kind, ...where } = fault as { kind: string };
    console.log(`  ${kind} ${JSON.stringify(where)}: struck ${struck} times`);
  }
}

function printPermissions({ unusedGrants, deniedCalls }: Summary): void {
  heading("Permissions");
  console.log(`  ${deniedCalls.length} calls denied`);
  for (const { time, message } of deniedCalls.slice(0, 20)) console.log(`  denied ${time}: ${message}`);
  const byRole = Map.groupBy(unusedGrants, ({ role }) => role.split("/").at(-1) as string);
  console.log(`  ${unusedGrants.length} grants unused: what only faults and people make use of (--json lists them)`);
  for (const [role, grants] of byRole) {
    console.log(`    ${role}: ${[...new Set(grants.map(({ action }) => action))].join(", ")}`);
  }
}
