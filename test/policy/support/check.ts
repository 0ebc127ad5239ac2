import { type Finding, judge } from "../../../policy/judge";
import { type OptionSchema, Stack } from "../../../policy/model";
import { type Case, recordsOf, type Specimen } from "./specimen";

/** What a rule says of a case, in a case's words. */
export function outcomeOf(
  { rule }: Specimen,
  one: Case,
): { readonly is: Case["is"]; readonly findings: readonly Finding[] } {
  const stack = new Stack(recordsOf(one.resources));
  const options = { ...(one.options && { [rule.id]: one.options }) };
  const findings = judge(stack, [rule], options);
  if (findings.some(({ verdict }) => verdict === "violation")) return { is: "bad", findings };
  if (findings.length > 0) return { is: "undecided", findings };
  return { is: one.is === "not its business" ? one.is : "good", findings };
}

/** What is wrong with how a rule judges a case; nothing when it judges well. */
export function misjudged(specimen: Specimen, one: Case): string | undefined {
  const { is, findings } = outcomeOf(specimen, one);
  const where = `${specimen.rule.id}: ${one.title}`;
  if (is !== one.is) return `${where}: is ${is} and should be ${one.is} (${findings.map((f) => f.message).join("; ")})`;
  const messages = findings.map(({ message }) => message);
  if (messages.some((message) => message.length < 8)) return `${where}: says too little (${messages.join("; ")})`;
  if (one.says && !messages.some((message) => one.says?.test(message)))
    return `${where}: says ${JSON.stringify(messages)}, which lacks ${String(one.says)}`;
  return undefined;
}

/** What a rule's text lacks. */
export function unsaid({ rule }: Specimen): readonly string[] {
  const texts = { title: rule.title, why: rule.why, cure: rule.cure };
  const short = Object.entries(texts).filter(([, text]) => text.length < 20 || !/^[A-Z].*[a-z]/.test(text));
  const wrong = [
    ...short.map(([name]) => name),
    ...(/^[a-z0-9]+(-[a-z0-9]+)+$/.test(rule.id) ? [] : ["id"]),
    ...(rule.controls?.every((control) => /^[A-Za-z0-9]+\.\d+$/.test(control)) === false ? ["controls"] : []),
    ...(rule.controls?.length === 0 ? ["controls"] : []),
    ...(rule.links.length > 0 && rule.links.every((link) => /^https:\/\/docs\.aws\.amazon\.com\/.+/.test(link))
      ? []
      : ["links"]),
    ...(["resource", "stack"].includes(rule.kind) ? [] : ["kind"]),
    ...(["low", "medium", "high", "critical"].includes(rule.severity) ? [] : ["severity"]),
    ...(["mandatory", "advisory"].includes(rule.enforcement) ? [] : ["enforcement"]),
    ...(rule.types.length > 0 && rule.types.every((type) => /^[a-z]+:([\w/]+(:\w+)?|\*)$/.test(type)) ? [] : ["types"]),
    ...Object.entries(rule.options ?? {})
      .filter(([, option]) => option.description.length < 10 || !isValid(option))
      .map(([name]) => name),
  ];
  return wrong.map((name) => `${rule.id}: its ${name} is missing or too short`);
}

/** Whether an option's schema is one that its default keeps. */
function isValid({ type, items, default: value }: OptionSchema): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type !== "array") return typeof value === type;
  const pattern = new RegExp(items?.pattern ?? ".");
  return (
    items?.type === "string" && items.pattern !== "" && (value as readonly string[]).every((one) => pattern.test(one))
  );
}
