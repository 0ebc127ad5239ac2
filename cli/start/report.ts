import type { ApiResponse } from "../../sandbox/services/apigateway";
import { textTable } from "../shared";
import type { Summary } from "./summary";

/** What a run says to people, on standard output. */
export function printReport(summary: Summary, api: { readonly call: string; readonly answer: ApiResponse }): void {
  const { events, virtualTime, stacks } = summary;
  const names = stacks.map(({ name, resources }) => `${name} (${resources} resources)`).join(", ");
  heading(`${names}: ${virtualTime.from.slice(0, 16)} to ${virtualTime.to.slice(0, 16)} UTC, seed ${summary.seed}`);
  console.log(balanceLine(events));
  printStores(summary);
  printQuarantine(summary);
  printInsights(summary);
  printAnswer(api);
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

function printInsights({ insights }: Summary): void {
  heading("Insights");
  const figures = insights.map(
    (item) => ({ ...item, ...(item["figures"] as object | undefined) }) as Record<string, unknown>,
  );
  const columns = [...new Set(figures.flatMap((item) => Object.keys(item)))].filter((name) =>
    figures.every((item) => ["string", "number", "undefined"].includes(typeof item[name])),
  );
  const rows = figures.map((item) => columns.map((column) => String(item[column] ?? "")));
  console.log(rows.length === 0 ? "  none yet" : textTable(columns, rows));
}

function printAnswer({ call, answer }: { readonly call: string; readonly answer: ApiResponse }): void {
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
