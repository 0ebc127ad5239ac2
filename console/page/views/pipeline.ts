import { readStatus } from "../lib/api";
import { h } from "../lib/dom";
import { counted, instant } from "../lib/format";
import { boxesOf, type FlowMap, type WorldState } from "../lib/pipeline";
import { Failure } from "../lib/problem";
import { emptyBox, fill, troubleBox, type View, type ViewContext } from "../lib/view";
import { Details } from "./map/details";
import { GroupMap } from "./map/group";
import { resourceTable } from "./map/table";

/** Milliseconds between two looks at the world. */
const lookEvery = 2_000;

/** How work flows, and how it does now. */
export const pipeline: View = { name: "pipeline", title: "Pipeline", show };

function show(root: HTMLElement, { settings, signal }: ViewContext): void {
  const statusUrl = settings.statusUrl ?? "";
  const place = h("div", { class: "pipeline" });
  root.append(place);
  void fill(place, signal, async () => {
    const [map, state] = await Promise.all([
      readStatus<FlowMap>(statusUrl, "graph", signal),
      readStatus<WorldState>(statusUrl, "state", signal),
    ]);
    if (map.nodes.length === 0) return [emptyBox("The program that runs here has nothing that work flows through.")];
    const live = new LiveMap(map);
    live.update(state);
    follow(statusUrl, signal, live);
    return live.elements;
  });
}

/** Looks again and again while the page is seen; a look that fails is told of, and the next one is still made. */
function follow(statusUrl: string, signal: AbortSignal, live: LiveMap): void {
  const look = async (): Promise<void> => {
    if (!document.hidden) {
      try {
        live.update(await readStatus<WorldState>(statusUrl, "state", signal));
      } catch (error) {
        if (signal.aborted) return;
        live.fail(error instanceof Failure ? error : new Failure({ title: String(error) }));
      }
    }
    if (!signal.aborted) setTimeout(() => void look(), lookEvery);
  };
  setTimeout(() => void look(), lookEvery);
}

class LiveMap {
  readonly elements: readonly HTMLElement[];
  private readonly summary = h("p", { class: "fresh" });
  private readonly notice = h("div", { "aria-live": "polite" });
  private readonly details: Details;
  private readonly groups: readonly GroupMap[];
  private readonly table: HTMLElement = h("div", {});
  private chosen: string | undefined;

  constructor(private readonly map: FlowMap) {
    const choose = (id: string): void => this.choose(id);
    this.details = new Details(map, choose);
    const names = [...new Set(boxesOf(map, undefined).map(({ group }) => group))];
    this.groups = names.map((name) => new GroupMap(name, map, choose));
    const whole = h("details", { class: "all" }, h("summary", {}, "All resources, as a table"), this.table);
    const maps = h("div", { class: "groups" }, ...this.groups.map(({ element }) => element));
    this.elements = [this.notice, this.summary, h("div", { class: "map" }, maps, this.details.element), whole];
  }

  update(state: WorldState): void {
    const boxes = boxesOf(this.map, state);
    const inTrouble = boxes.filter(({ condition }) => condition === "trouble");
    const all = `${counted(boxes.length, "resource")} at ${instant(state.now)}`;
    this.summary.textContent =
      inTrouble.length === 0
        ? `${all}; nothing is set aside.`
        : `${all}; in trouble: ${inTrouble.map(({ name }) => name).join(", ")}.`;
    this.notice.replaceChildren();
    for (const group of this.groups) group.update(boxes, state);
    this.details.update(state);
    this.table.replaceChildren(resourceTable(this.map, state));
  }

  fail({ trouble }: Failure): void {
    if (this.notice.childElementCount === 0) this.notice.replaceChildren(troubleBox(trouble));
  }

  private choose(id: string): void {
    this.chosen = this.chosen === id ? undefined : id;
    for (const group of this.groups) group.choose(this.chosen);
    this.details.show(this.chosen);
  }
}
