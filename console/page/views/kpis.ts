import { path, type Api } from "../lib/api";
import { addressOf } from "../lib/address";
import { choice, h, onSubmit } from "../lib/dom";
import { daysBefore, words } from "../lib/format";
import { Failure } from "../lib/problem";
import { insightNames, seriesOf } from "../lib/series";
import { emptyBox, fill, type View, type ViewContext } from "../lib/view";
import { chart } from "./kpis/chart";
import { figuresTable } from "./kpis/table";

/** Known without asking: an API without a list of insights has this one. */
const firstInsight = "daily-activity";

/** Figures of the network over time, whichever insights the API has. */
export const kpis: View = { name: "kpis", title: "Figures", show };

function show(root: HTMLElement, context: ViewContext): void {
  const { api, signal, query } = context;
  const place = h("div", {});
  root.append(place);
  void fill(place, signal, async () => {
    const insights = await listInsights(api, signal);
    const name = query.get("insight") ?? insights[0]?.name ?? firstInsight;
    const today = await todayOf(context);
    const to = query.get("to") ?? today;
    const from = query.get("from") ?? daysBefore(to, 6);
    const go = (changed: Readonly<Record<string, string>>) =>
      context.go(addressOf("kpis", [], { insight: name, from, to, ...changed }));
    const options = insights.map(({ name: value, title }) => ({ value, label: title ?? words(value) }));
    const charts = h("div", {});
    void fill(charts, signal, () => answerOf(context, name, { from, to }));
    const about = insights.find((each) => each.name === name)?.about;
    return [
      range(
        choice("Insight", [{ options }], name, (value) => go({ insight: value })),
        from,
        to,
        go,
      ),
      about === undefined ? h("span", {}) : h("p", { class: "why" }, about),
      charts,
    ];
  });
}

/** @throws Failure what the API says, but that it has no such list */
async function listInsights(api: Api, signal: AbortSignal): Promise<ReturnType<typeof insightNames>> {
  try {
    const names = insightNames((await api.get<unknown>("/v1/insights", signal)).body);
    return names.length > 0 ? names : [{ name: firstInsight }];
  } catch (error) {
    if (error instanceof Failure && error.trouble.status === 404) return [{ name: firstInsight }];
    throw error;
  }
}

/** The day that the API thinks it is: a sandbox has a time of its own. */
async function todayOf({ settings, signal }: ViewContext): Promise<string> {
  if (settings.statusUrl === undefined) return new Date().toISOString().slice(0, 10);
  const response = await fetch(`${settings.statusUrl}/state`, { signal });
  const { now } = (await response.json()) as { readonly now: string };
  return now.slice(0, 10);
}

function range(
  insight: HTMLElement,
  from: string,
  to: string,
  go: (changed: Readonly<Record<string, string>>) => void,
): HTMLElement {
  const first = h("input", { type: "date", value: from, required: true });
  const last = h("input", { type: "date", value: to, required: true });
  const form = h(
    "form",
    { class: "controls", "aria-label": "Which figures" },
    insight,
    h("label", {}, h("span", {}, "From"), first),
    h("label", {}, h("span", {}, "To"), last),
    h("button", { type: "submit" }, "Show"),
  );
  onSubmit(form, () => go({ from: first.value, to: last.value }));
  return form;
}

async function answerOf(
  { api, signal }: ViewContext,
  name: string,
  days: { readonly from: string; readonly to: string },
) {
  const { body } = await api.get<unknown>(path(`/v1/insights/${encodeURIComponent(name)}`, days), signal);
  const series = seriesOf(body);
  if (series.times.length === 0) {
    return [emptyBox(`Nothing was computed from ${days.from} to ${days.to}.`, "Figures of a day come after its end.")];
  }
  const charts = series.figures.map((figure) => chart(series, figure, signal));
  const whole = h("details", { class: "all" }, h("summary", {}, "As a table"), figuresTable(series));
  return [h("div", { class: "charts" }, ...charts), whole];
}
