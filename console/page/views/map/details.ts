import { h } from "../../lib/dom";
import { age, figure, words } from "../../lib/format";
import { neighbours, type FlowMap, type FlowNode, type Status, type WorldState } from "../../lib/pipeline";

/** What is known of the chosen resource. */
export class Details {
  readonly element = h("aside", { class: "details", "aria-label": "Chosen resource" });
  private readonly figures = h("dl", { class: "figures-list" });
  private chosen: FlowNode | undefined;
  private state: WorldState | undefined;

  constructor(
    private readonly map: FlowMap,
    private readonly onChoose: (id: string) => void,
  ) {
    this.show(undefined);
  }

  show(id: string | undefined): void {
    this.chosen = this.map.nodes.find((node) => node.id === id);
    if (!this.chosen) {
      this.element.replaceChildren(
        h("p", {}, "Choose a resource to see its figures, and where its work comes from and goes."),
      );
      return;
    }
    const { name, kind, stack, account, region } = this.chosen;
    const lists = neighbours(this.chosen.id, this.map).map(({ label, nodes }) =>
      h("div", {}, h("h4", {}, label), h("ul", {}, ...nodes.map((node) => h("li", {}, this.link(node))))),
    );
    this.element.replaceChildren(
      h("h3", {}, name),
      h("p", { class: "kind" }, `${kind} of ${stack}, ${account}, ${region}`),
      this.figures,
      ...lists,
    );
    this.write();
  }

  update(state: WorldState): void {
    this.state = state;
    this.write();
  }

  private link({ id, name, kind }: FlowNode): HTMLElement {
    const button = h("button", { type: "button", class: "plain" }, name, h("span", { class: "share" }, kind));
    button.addEventListener("click", () => this.onChoose(id));
    return button;
  }

  private write(): void {
    if (!this.chosen || !this.state) return;
    const { id } = this.chosen;
    const own = Object.entries(this.state.resources[id] ?? {});
    const pairs = own.map(([name, value]) => pair(words(name), name, value));
    this.figures.replaceChildren(...pairs, ...this.consumers(id));
  }

  /** How far the readers of a stream are, or the one of a function is. */
  private consumers(id: string): HTMLElement[] {
    const mappings = Object.values(this.state?.resources ?? {}).filter(
      ({ source, target }) => source === id || target === id,
    );
    return mappings
      .filter(({ source }) => String(source).includes(":kinesis:"))
      .map((mapping) => pair(`Behind: ${nameOf(mapping, id)}`, "behind", behind(mapping)));
  }
}

function behind({ enabled, waiting, ageSeconds, result }: Status): string {
  if (enabled === false) return "switched off";
  const lag = Number(waiting) > 0 ? `${figure(Number(waiting))} records, ${age(Number(ageSeconds))}` : "nothing";
  return String(result).startsWith("PROBLEM") ? `${lag}; ${String(result)}` : lag;
}

function nameOf({ source, target }: Status, id: string): string {
  const other = String(source === id ? target : source);
  return other.split(/[:/]/).at(-1) ?? other;
}

function pair(label: string, name: string, value: number | boolean | string): HTMLElement {
  const text = typeof value === "number" ? (name === "ageSeconds" ? age(value) : figure(value)) : String(value);
  return h("div", {}, h("dt", {}, label.replace("Age seconds", "Oldest")), h("dd", {}, text));
}
