import { h } from "../../lib/dom";
import { figure, words } from "../../lib/format";
import type { FlowMap, WorldState } from "../../lib/pipeline";

/** Every resource with all its figures: what is set aside, and what is folded away on the map, too. */
export function resourceTable({ nodes }: FlowMap, { resources }: WorldState): HTMLElement {
  const rows = nodes.map(({ id, kind, name, group, stack }) => {
    const figures = Object.entries(resources[id] ?? {}).filter(([, value]) => value !== 0);
    const told = figures.map(
      ([key, value]) => `${words(key)}: ${typeof value === "number" ? figure(value) : String(value)}`,
    );
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, name),
      h("td", {}, kind),
      h("td", {}, `${words(group)} (${stack})`),
      h("td", {}, told.join(", ")),
    );
  });
  const heads = ["Resource", "Kind", "Component", "Figures that are not zero"].map((text) =>
    h("th", { scope: "col" }, text),
  );
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "All resources" },
    h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...rows)),
  );
}
