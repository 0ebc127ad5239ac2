import { readStatus } from "../lib/api";
import { h } from "../lib/dom";
import { counted, instant } from "../lib/format";
import type { Alarm, WorldState } from "../lib/pipeline";
import { emptyBox, fill, type View, type ViewContext } from "../lib/view";

const order = ["ALARM", "INSUFFICIENT_DATA", "OK"];
const names: Readonly<Record<string, string>> = { ALARM: "In alarm", INSUFFICIENT_DATA: "Not enough data", OK: "Calm" };

/** The alarms of the world, those that ring first. */
export const alarms: View = { name: "alarms", title: "Alarms", show };

function show(root: HTMLElement, { settings, signal }: ViewContext): void {
  const place = h("div", {});
  root.append(place);
  void fill(place, signal, async () => {
    const state = await readStatus<WorldState>(settings.statusUrl ?? "", "state", signal);
    if (state.alarms.length === 0) {
      return [
        emptyBox(
          "This stack has no alarms yet.",
          "What would ring is on the map: queues of what was set aside, and functions that fail.",
        ),
      ];
    }
    const ringing = state.alarms.filter((alarm) => alarm.state === "ALARM").length;
    return [
      h(
        "p",
        { class: "fresh", role: "status" },
        `${counted(ringing, "alarm")} of ${state.alarms.length} in alarm, at ${instant(state.now)}.`,
      ),
      h("ul", { class: "cards" }, ...[...state.alarms].sort(byState).map(card)),
    ];
  });
}

function card({ name, state, reason, description, since }: Alarm): HTMLElement {
  return h(
    "li",
    { class: `card alarm ${state === "ALARM" ? "rings" : ""}` },
    h("h2", {}, name),
    h("p", { class: "figures" }, `${names[state] ?? state}${since === undefined ? "" : ` since ${instant(since)}`}`),
    description === undefined ? undefined : h("p", {}, description),
    reason === undefined ? undefined : h("p", { class: "why" }, reason),
  );
}

function byState(a: Alarm, b: Alarm): number {
  return order.indexOf(a.state) - order.indexOf(b.state) || (a.name < b.name ? -1 : 1);
}
