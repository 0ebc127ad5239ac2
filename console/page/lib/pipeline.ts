/** What the pipeline's map shows, from the sandbox's map and state. Pure. */

import { age, counted, short } from "./format";

export interface FlowNode {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly group: string;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}

export interface FlowMap {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export type Status = Readonly<Record<string, number | boolean | string>>;

export interface WorldState {
  readonly now: string;
  readonly resources: Readonly<Record<string, Status>>;
  readonly alarms: readonly Alarm[];
}

export interface Alarm {
  readonly name: string;
  readonly state: string;
  readonly reason?: string;
  readonly description?: string;
  readonly since?: string;
}

/** How a resource does: in trouble, at work, or neither. */
export type Condition = "trouble" | "busy" | "calm";

/** A box of the map. */
export interface Box extends FlowNode {
  /** The figure that matters most of this kind. */
  readonly headline: string;
  readonly condition: Condition;
  /** Why it is in trouble. */
  readonly trouble?: string;
  /** Started by a schedule. */
  readonly scheduled: boolean;
}

/** Edges by which something is set aside; what they lead to is counted, not drawn. */
const aside = new Set(["dead-letters", "failures"]);

/** Queues of what could not be done. */
export function setAside({ nodes, edges }: FlowMap): ReadonlySet<string> {
  const targets = new Set(edges.filter(({ kind }) => aside.has(kind)).map(({ to }) => to));
  const working = new Set(edges.filter(({ kind }) => kind === "feeds").map(({ from }) => from));
  return new Set(
    nodes.filter(({ id, kind }) => kind === "queue" && targets.has(id) && !working.has(id)).map(({ id }) => id),
  );
}

/** The boxes to draw: schedules are marks of what they start, and dead-letter queues are figures of their group. */
export function boxesOf(map: FlowMap, state: WorldState | undefined): Box[] {
  const hidden = setAside(map);
  const schedules = new Set(map.nodes.filter(({ kind }) => kind === "schedule").map(({ id }) => id));
  const started = new Set(
    map.edges.filter(({ from, kind }) => kind === "starts" && schedules.has(from)).map(({ to }) => to),
  );
  return map.nodes
    .filter(({ id }) => !hidden.has(id) && !schedules.has(id))
    .map((node) => ({ ...node, scheduled: started.has(node.id), ...reading(node, map, state) }));
}

/** The lines to draw within groups: what hands work on, not what is only looked up. */
export function linesToDraw(map: FlowMap, boxes: readonly Box[]): FlowEdge[] {
  const drawn = new Map(boxes.map((box) => [box.id, box.group]));
  const pairs = new Map<string, FlowEdge>();
  for (const edge of map.edges) {
    const [from, to] = [drawn.get(edge.from), drawn.get(edge.to)];
    if (edge.kind === "reads" || aside.has(edge.kind) || from === undefined || from !== to) continue;
    pairs.set(`${edge.from} ${edge.to}`, edge);
  }
  return [...pairs.values()];
}

/** Messages in the dead-letter queues of a group. */
export function setAsideIn(group: string, map: FlowMap, state: WorldState | undefined): number {
  const hidden = setAside(map);
  const queues = map.nodes.filter((node) => node.group === group && hidden.has(node.id));
  return queues.reduce((sum, { id }) => sum + number(state?.resources[id], "waiting"), 0);
}

function reading(node: FlowNode, map: FlowMap, state: WorldState | undefined): Omit<Box, keyof FlowNode | "scheduled"> {
  const status = state?.resources[node.id];
  if (status === undefined) return { headline: "", condition: "calm" };
  const of = (name: string) => number(status, name);
  const dead = deadLettersOf(node, map, state);
  if (dead > 0)
    return {
      headline: `${short(dead)} set aside`,
      condition: "trouble",
      trouble: `${counted(dead, "message")} in its dead-letter queue`,
    };
  switch (node.kind) {
    case "queue": {
      const waiting = of("waiting") + of("delayed");
      return {
        headline: waiting > 0 ? `${short(waiting)} waiting, ${age(of("ageSeconds"))}` : `${short(of("deleted"))} done`,
        condition: waiting + of("running") > 0 ? "busy" : "calm",
      };
    }
    case "function":
      return {
        headline: `${short(of("invocations"))} calls${of("errors") > 0 ? `, ${short(of("errors"))} failed` : ""}`,
        condition: of("running") > 0 ? "busy" : "calm",
      };
    case "stream": {
      const lag = lagOf(node.id, state);
      return {
        headline:
          lag.waiting > 0 ? `${short(lag.waiting)} behind, ${age(lag.ageSeconds)}` : `${short(of("records"))} records`,
        condition: lag.waiting > 0 ? "busy" : "calm",
      };
    }
    case "delivery":
      return {
        headline: of("failed") > 0 ? `${short(of("failed"))} failed` : `${short(of("delivered"))} delivered`,
        condition: of("lost") > 0 ? "trouble" : of("waiting") > 0 ? "busy" : "calm",
        ...(of("lost") > 0 && { trouble: `${counted(of("lost"), "record")} lost` }),
      };
    case "topic":
      return {
        headline: `${short(of("delivered"))} delivered`,
        condition: of("lost") > 0 ? "trouble" : "calm",
        ...(of("lost") > 0 && { trouble: `${counted(of("lost"), "message")} lost` }),
      };
    case "table":
      return { headline: `${short(of("items"))} items`, condition: "calm" };
    case "bucket":
      return { headline: `${short(of("objects"))} objects`, condition: "calm" };
    default:
      return { headline: "", condition: "calm" };
  }
}

function deadLettersOf({ id }: FlowNode, map: FlowMap, state: WorldState | undefined): number {
  const queues = map.edges.filter(({ from, kind }) => from === id && kind === "dead-letters").map(({ to }) => to);
  return queues.reduce((sum, queue) => sum + number(state?.resources[queue], "waiting"), 0);
}

/** How far the slowest of a stream's consumers is behind. */
export function lagOf(stream: string, state: WorldState | undefined): { waiting: number; ageSeconds: number } {
  const mappings = Object.values(state?.resources ?? {}).filter(({ source }) => source === stream);
  return {
    waiting: Math.max(0, ...mappings.map((mapping) => number(mapping, "waiting"))),
    ageSeconds: Math.max(0, ...mappings.map((mapping) => number(mapping, "ageSeconds"))),
  };
}

/** What a resource gets work from, hands it on to, sets aside and looks up, in words. */
export function neighbours(
  id: string,
  { nodes, edges }: FlowMap,
): { readonly label: string; readonly nodes: readonly FlowNode[] }[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const named = (ids: readonly string[]) => [...new Set(ids)].flatMap((each) => byId.get(each) ?? []);
  const to = (wanted: (kind: string) => boolean) =>
    named(edges.filter((e) => e.from === id && wanted(e.kind)).map((e) => e.to));
  const from = (wanted: (kind: string) => boolean) =>
    named(edges.filter((e) => e.to === id && wanted(e.kind)).map((e) => e.from));
  const handsOn = (kind: string) => kind !== "reads" && !aside.has(kind);
  return [
    { label: "Gets work from", nodes: from(handsOn) },
    { label: "Hands on to", nodes: to(handsOn) },
    { label: "Looks up", nodes: to((kind) => kind === "reads") },
    { label: "Looked up by", nodes: from((kind) => kind === "reads") },
    { label: "Sets aside in", nodes: to((kind) => aside.has(kind)) },
    { label: "Takes what fails of", nodes: from((kind) => aside.has(kind)) },
  ].filter((each) => each.nodes.length > 0);
}

function number(status: Status | undefined, name: string): number {
  const value = status?.[name];
  return typeof value === "number" ? value : 0;
}
