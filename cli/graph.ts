import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { graphsOf, type GraphResource, type StackGraph } from "../sandbox";
import { assertStacks, collect, projectFolder, run, textTable } from "./shared";

const help = `
Prints the resource graph that a stack's program declares, without deploying anything.

Examples:
  npm run graph -- --stack prod
  npm run graph -- --stack dev --stack prod --json graph.json

The JSON holds, for each stack, its resources ordered by URN: urn, type, name, parent, account, region, provider, id,
inputs, outputs, dependencies, propertyDependencies, protect, retainOnDelete, ignoreChanges, aliases and so on.
`;

const command = new Command("npm run graph --")
  .description("the resource graph of a stack")
  .option("--stack <name>", "a stack of this project (repeatable; default: dev)", collect)
  .option("--json <file>", "write the whole graph as JSON to a file (- for standard output)")
  .addHelpText("after", help)
  .action(async (options: { stack?: string[]; json?: string }) => {
    const graphs = await graphsOf({ project: projectFolder, stacks: assertStacks(options.stack ?? ["dev"]) });
    if (options.json === "-") return void process.stdout.write(`${asJson(graphs)}\n`);
    if (options.json !== undefined) writeFileSync(options.json, `${asJson(graphs)}\n`);
    for (const graph of graphs) print(graph);
  });

function asJson(graphs: readonly StackGraph[]): string {
  return JSON.stringify({ stacks: graphs }, null, 2);
}

function print(graph: StackGraph): void {
  const head = ["type", "name", "account", "region", "parent", "needs", "options"];
  console.log(`\n${graph.project}/${graph.stack}: ${graph.resources.length} resources`);
  console.log(textTable(head, graph.resources.map(row)));
}

function row(resource: GraphResource): string[] {
  return [
    resource.type,
    resource.name,
    resource.account ?? "",
    resource.region ?? "",
    resource.parent === undefined ? "" : lastPart(resource.parent),
    String(resource.dependencies.length),
    options(resource).join(" "),
  ];
}

function options(resource: GraphResource): string[] {
  const { protect, retainOnDelete, ignoreChanges, aliases } = resource;
  return [
    protect ? "protect" : "",
    retainOnDelete ? "retain" : "",
    ignoreChanges.length > 0 ? `ignore:${ignoreChanges.join(",")}` : "",
    aliases.length > 0 ? `aliases:${aliases.length}` : "",
  ].filter((text) => text !== "");
}

function lastPart(urn: string): string {
  return urn.split("::").at(-1) as string;
}

void run(command);
