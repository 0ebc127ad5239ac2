import { type OptionSchema, type Rule } from "../model";

/** The page of all rules, in Markdown: a table of contents by service, then a section for each rule. */
export function rulesPage(rules: readonly Rule[], serviceOf: (rule: Rule) => string): string {
  const byService = [...Map.groupBy(rules, serviceOf)].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    contents(byService),
    ...byService.map(([service, own]) => [`## ${service}`, ...own.map(section)].join("\n\n")),
  ].join("\n\n");
}

function contents(byService: readonly (readonly [string, readonly Rule[]])[]): string {
  const rows = byService.flatMap(([service, own]) =>
    own.map(
      ({ id, title, severity, enforcement, controls = [] }) =>
        `| ${service} | [\`${id}\`](#${id}) | ${title} | ${severity} | ${enforcement} | ${controls.join(", ")} |`,
    ),
  );
  return [
    "| service | rule | what is good | severity | level | controls |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function section(rule: Rule): string {
  const { id, title, why, cure, severity, enforcement, controls = [], types, links, options, kind } = rule;
  const looks = kind === "stack" ? "at how resources of a stack hang together" : "at each resource by itself";
  const listed = controls.length === 0 ? "" : ` Covers ${controls.join(", ")}.`;
  return [
    `### ${id}`,
    `**${title}.** ${why}`,
    `*Cure:* ${cure}`,
    `Severity ${severity}, ${enforcement}; looks ${looks}: ${types.map((type) => `\`${type}\``).join(", ")}.${listed}`,
    ...(options ? [optionsTable(options)] : []),
    links.map((link) => `- <${link}>`).join("\n"),
  ].join("\n\n");
}

function optionsTable(options: Readonly<Record<string, OptionSchema>>): string {
  const rows = Object.entries(options).map(
    ([name, schema]) =>
      `| \`${name}\` | ${schema.type} | \`${JSON.stringify(schema.default)}\` | ${schema.description}${boundsOf(schema)} |`,
  );
  return ["| option | type | default | what it sets |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function boundsOf({ minimum, maximum, enum: values, items }: OptionSchema): string {
  const bounds = [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(values ? [`one of ${values.map((value) => `\`${value}\``).join(", ")}`] : []),
    ...(items?.pattern === undefined ? [] : [`each like \`${items.pattern.replaceAll("|", "\\|")}\``]),
  ];
  return bounds.length === 0 ? "" : ` (${bounds.join(", ")})`;
}
