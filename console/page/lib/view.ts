import type { Api } from "./api";
import { h } from "./dom";
import { Failure, type Trouble } from "./problem";
import type { Settings } from "./settings";

/** What a view gets. Everything it starts ends with `signal`, when another view takes its place. */
export interface ViewContext {
  readonly api: Api;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  /** Behind the view's name in the address: `["p-1"]` of `#/posts/p-1`. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  /** Goes to an address of the console: `#/posts/p-1`. */
  go(address: string): void;
}

export interface View {
  readonly name: string;
  readonly title: string;
  /** Fills an empty element, and keeps it up to date until the signal. */
  show(root: HTMLElement, context: ViewContext): void;
}

/** Says what went wrong and what to do about it. */
export function troubleBox({ title, detail, cure, status }: Trouble): HTMLElement {
  return h(
    "div",
    { class: "trouble", role: "alert" },
    h("p", { class: "trouble-title" }, status === undefined ? title : `${title} (${status})`),
    detail === undefined ? undefined : h("p", { dir: "auto" }, detail),
    cure === undefined ? undefined : h("p", { dir: "auto" }, `To mend it: ${cure}.`.replace(/\.\.$/, ".")),
  );
}

export function emptyBox(sentence: string, advice?: string): HTMLElement {
  return h("div", { class: "empty" }, h("p", {}, sentence), advice === undefined ? undefined : h("p", {}, advice));
}

/**
 * Fills `place` with what `load` comes to: meanwhile it says that it loads, and afterwards what went wrong if something did.
 * Only the last of several loads of a place counts.
 */
export async function fill(
  place: HTMLElement,
  signal: AbortSignal,
  load: () => Promise<readonly Node[]>,
): Promise<void> {
  const turn = String(Number(place.dataset["turn"] ?? "0") + 1);
  place.dataset["turn"] = turn;
  place.setAttribute("aria-busy", "true");
  if (place.childElementCount === 0) place.replaceChildren(h("p", { class: "loading", role: "status" }, "Loading …"));
  const nodes = await load().catch((error: unknown) => {
    if (signal.aborted) return [];
    if (!(error instanceof Failure)) throw error;
    return [troubleBox(error.trouble)];
  });
  if (signal.aborted || place.dataset["turn"] !== turn) return;
  place.replaceChildren(...nodes);
  place.removeAttribute("aria-busy");
}
