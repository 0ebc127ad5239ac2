import { type Resource, resourceRule, type ResourceRule, stackRule, type StackRule } from "../../../policy/model";
import { type ResourceRecord } from "../../../policy/model";

/** Rules of a size that a reader sees at a glance, for tests of what runs rules. */
const text = {
  why: "What is open is read by those who should not.",
  cure: "Close it.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/"],
} as const;

/** A door must be closed: `closed` is true. */
export const doorClosed: ResourceRule = resourceRule({
  ...text,
  id: "door-closed",
  controls: ["Door.1"],
  title: "A door is closed",
  types: ["house:door:Door"],
  check: (door) => [{ kept: door.at("closed").isTrue(), message: String(door.at("closed")) }],
});

/** There may be so many doors; an advisory rule with an option. */
export const fewDoors: StackRule = stackRule({
  ...text,
  id: "few-doors",
  title: "A house has few doors",
  severity: "low",
  enforcement: "advisory",
  types: ["house:door:Door"],
  options: {
    most: { type: "integer", description: "How many doors there may be", default: 2, minimum: 1, maximum: 9 },
    kinds: {
      type: "array",
      description: "Kinds of doors",
      default: [],
      items: { type: "string", pattern: "^[a-z]+$" },
    },
    style: { type: "string", description: "The style of the house", default: "old", enum: ["old", "new"] },
  },
  check: (stack, { most }) => {
    const doors = stack.ofType("house:door:Door");
    return doors.slice(Number(most)).map((door: Resource) => ({
      kept: false,
      resource: door,
      message: `is one of ${doors.length} doors`,
    }));
  },
});

/** Throws at a door that is made of glass. */
export const notOfGlass: ResourceRule = resourceRule({
  ...text,
  id: "not-of-glass",
  title: "A door is not of glass",
  types: ["house:door:Door"],
  check: (door) => {
    if (door.at("glass").isTrue() === true) throw new TypeError("it broke");
    return [];
  },
});

/** Throws whatever the stack. */
export const broken: StackRule = stackRule({
  ...text,
  id: "broken",
  title: "A rule that is broken",
  types: ["house:door:Door"],
  check: () => {
    throw new Error("no such luck");
  },
});

/** A door of a stack. */
export function door(name: string, props: ResourceRecord["props"] = {}, stack = "dev"): ResourceRecord {
  return { urn: `urn:pulumi:${stack}::huut::house:door:Door::${name}`, type: "house:door:Door", name, props };
}
