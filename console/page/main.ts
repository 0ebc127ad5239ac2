import { Api } from "./lib/api";
import { h } from "./lib/dom";
import { Failure } from "./lib/problem";
import { parseAddress } from "./lib/address";
import { loadSettings, type Settings } from "./lib/settings";
import { troubleBox, type View } from "./lib/view";
import { alarms } from "./views/alarms";
import { kpis } from "./views/kpis";
import { pipeline } from "./views/pipeline";
import { posts } from "./views/posts";
import { search } from "./views/search";
import { token } from "./views/token";
import { trends } from "./views/trends";

const title = byId("title");
const root = byId("view");
let current = new AbortController();
let isFirst = true;

/** The map and the alarms are a sandbox's: on AWS, CloudWatch has them. */
function viewsOf({ statusUrl }: Settings): readonly View[] {
  const everywhere = [trends, kpis, search, posts];
  return statusUrl === undefined ? [...everywhere, token] : [pipeline, ...everywhere, alarms, token];
}

async function start(): Promise<void> {
  const settings = await loadSettings();
  const views = viewsOf(settings);
  const api = new Api(settings);
  const go = (address: string): void => {
    if (location.hash === address) show();
    else location.hash = address;
  };
  const show = (): void => {
    current.abort();
    current = new AbortController();
    const { name, rest, query } = parseAddress(location.hash);
    const fallback = settings.token === undefined ? token : (views[0] as View);
    const view = views.find((each) => each.name === name) ?? fallback;
    byId("nav").replaceChildren(...views.map((each) => navItem(each, each === view)));
    title.textContent = view.title;
    document.title = `${view.title} · Huut console`;
    root.replaceChildren();
    view.show(root, { api, settings, signal: current.signal, rest, query, go });
    // Whoever reads by ear or by keys is taken to what has changed; at the first load the page begins at its beginning.
    if (!isFirst) title.focus();
    isFirst = false;
  };
  addEventListener("hashchange", () => {
    if (location.hash === "" || location.hash.startsWith("#/")) show();
  });
  show();
}

function navItem({ name, title: text }: View, isCurrent: boolean): HTMLElement {
  return h("li", {}, h("a", { href: `#/${name}`, "aria-current": isCurrent ? "page" : undefined }, text));
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element "${id}".`);
  return element;
}

/** What nobody expected is shown, too: a page that stays empty says nothing. */
function tell(error: unknown): void {
  if (error instanceof DOMException && error.name === "AbortError") return;
  const detail = error instanceof Error ? error.message : String(error);
  root.prepend(troubleBox(error instanceof Failure ? error.trouble : { title: "The console has a fault", detail }));
}

addEventListener("unhandledrejection", ({ reason }) => tell(reason));
addEventListener("error", ({ error }) => tell(error));
byId("main").previousElementSibling?.previousElementSibling?.addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});

void start().catch(tell);
