import { h } from "../../lib/dom";
import { figure as written, words } from "../../lib/format";
import type { Series } from "../../lib/series";
import { labelOf } from "./chart";

/** The figures of a series, a row for each period and each of what they are of. */
export function figuresTable({ times, figures, keys, lines }: Series): HTMLElement {
  const kinds = [...new Set(lines.map(({ of }) => of))];
  const heads = ["Day", ...(keys.length > 0 ? [keys.map(words).join(" · ")] : []), ...figures.map(words)];
  const rows = times.flatMap((time, at) =>
    kinds.flatMap((of) => {
      const values = figures.map(
        (figure) => lines.find((line) => line.figure === figure && line.of === of)?.values[at] ?? null,
      );
      if (values.every((value) => value === null)) return [];
      const label = keys.length > 0 ? [h("td", {}, labelOf(of))] : [];
      const cells = values.map((value) => h("td", { class: "number" }, value === null ? "–" : written(value)));
      return [
        h("tr", {}, h("th", { scope: "row" }, new Date(time * 1000).toISOString().slice(0, 10)), ...label, ...cells),
      ];
    }),
  );
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Figures" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, ...rows),
    ),
  );
}
