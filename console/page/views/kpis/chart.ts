import uPlot from "uplot";
import { h } from "../../lib/dom";
import { figure as written, short, words } from "../../lib/format";
import { languageName } from "../../lib/languages";
import { linesOf, type Line, type Series } from "../../lib/series";

/** Colours with a contrast of 3 to 1 and more, on light and on dark; more lines than these are no chart that can be read. */
const colours = ["--line-1", "--line-2", "--line-3", "--line-4", "--line-5", "--line-6"] as const;

/** A chart of one figure over time, a line for each of what it is of. The table below holds the same for who cannot see it. */
export function chart(series: Series, figure: string, signal: AbortSignal): HTMLElement {
  const lines = linesOf(series, figure, colours.length);
  const place = h("div", { class: "plot", role: "img", "aria-label": describe(figure, lines) });
  const legend = h("ul", { class: "legend" }, ...lines.filter(({ of }) => of !== "").map(legendItem));
  const element = h("figure", { class: "chart" }, h("figcaption", {}, words(figure)), place, legend);
  let plot: uPlot | undefined;
  const draw = (): void => {
    const width = Math.max(240, place.clientWidth);
    if (plot) plot.setSize({ width, height: 200 });
    else
      plot = new uPlot(
        options(lines, series.times, colourIn(place), width),
        [[...series.times], ...lines.map(({ values }) => [...values])],
        place,
      );
  };
  // It can be measured only when it is on the page.
  const observer = new ResizeObserver(draw);
  observer.observe(place);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const recolour = (): void => {
    plot?.destroy();
    plot = undefined;
    draw();
  };
  dark.addEventListener("change", recolour);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    dark.removeEventListener("change", recolour);
    plot?.destroy();
  });
  return element;
}

/** Reads colours as a canvas takes them: a property's own text may be one that depends on light and dark. */
function colourIn(place: HTMLElement): (name: string) => string {
  const probe = h("span", { class: "hidden" });
  return (name) => {
    place.append(probe);
    probe.style.color = `var(${name})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}

const day = 86_400;

function options(
  lines: readonly Line[],
  times: readonly number[],
  colour: (name: string) => string,
  width: number,
): uPlot.Options {
  const isDaily = times.every((time) => time % day === 0);
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--edge"), width: 1 }, ticks: { show: false } };
  return {
    width,
    height: 200,
    legend: { show: false },
    cursor: { show: false },
    // Days are UTC's.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] } },
    axes: [
      {
        ...axis,
        space: 70,
        ...(isDaily && { incrs: [1, 2, 7, 14, 30, 90, 365].map((days) => days * day) }),
        values: (_plot, ticks) => ticks.map((at) => new Date(at * 1000).toISOString().slice(5, 10)),
      },
      { ...axis, size: 56, values: (_plot, ticks) => ticks.map(short) },
    ],
    series: [
      {},
      ...lines.map((_line, index) => ({
        stroke: colour(colours[index] as string),
        width: 2,
        points: { show: true, size: 6, fill: colour(colours[index] as string) },
        spanGaps: false,
      })),
    ],
  };
}

function legendItem({ of }: Line, index: number): HTMLElement {
  return h("li", { class: `key-${index + 1}` }, labelOf(of));
}

/** What a line is of; languages by their names. */
export function labelOf(of: string): string {
  return of
    .split(" · ")
    .map((part) => (/^[a-z]{2,3}$/.test(part) ? languageName(part) : part))
    .join(" · ");
}

function describe(figure: string, lines: readonly Line[]): string {
  const told = lines.map(({ of, values }) => {
    const known = values.filter((value) => value !== null);
    const range = `from ${written(Math.min(...known))} to ${written(Math.max(...known))}`;
    return of === "" ? range : `${labelOf(of)} ${range}`;
  });
  return `${words(figure)} over time: ${told.join("; ")}`;
}
