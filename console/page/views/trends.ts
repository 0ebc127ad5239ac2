import { path } from "../lib/api";
import { addressOf } from "../lib/address";
import { choice, h, spoken } from "../lib/dom";
import { counted, figure, instant, percent } from "../lib/format";
import { directionOf, languageName, scopes } from "../lib/languages";
import { emptyBox, fill, type View, type ViewContext } from "../lib/view";

interface Trend {
  readonly tag: string;
  readonly score: number;
  readonly authors: number;
  readonly why: string;
  readonly languages: readonly { readonly language: string; readonly authors: number; readonly share: number }[];
}

interface Trends {
  readonly asOf?: string;
  readonly placedBy?: string;
  readonly trends: readonly Trend[];
}

const windows = [
  { value: "hour", label: "The last hour" },
  { value: "day", label: "The last 24 hours" },
];

/** What trends, where and since when, each with the reason. */
export const trends: View = { name: "trends", title: "Trends", show };

function show(root: HTMLElement, context: ViewContext): void {
  const scope = context.query.get("scope") ?? "global";
  const window = context.query.get("window") ?? "day";
  const to = (changed: Readonly<Record<string, string>>) =>
    context.go(addressOf("trends", [], { scope, window, ...changed }));
  const place = h("div", {});
  root.append(
    h(
      "form",
      { class: "controls", "aria-label": "Which trends" },
      choice("Where", scopes(), scope, (value) => to({ scope: value })),
      choice("When", [{ options: windows }], window, (value) => to({ window: value })),
    ),
    place,
  );
  void fill(place, context.signal, async () => {
    const { body } = await context.api.get<Trends>(path("/v1/trends", { scope, window, limit: "20" }), context.signal);
    return listOf(body, scope);
  });
}

function listOf({ trends: found, asOf, placedBy }: Trends, scope: string): HTMLElement[] {
  if (found.length === 0) {
    return [
      emptyBox(
        "Nothing trends here.",
        "Trends come when a tag is used far more than usual: try the last 24 hours, or everywhere.",
      ),
    ];
  }
  const language = scope.startsWith("lang#") ? scope.slice(5) : undefined;
  return [
    h("ol", { class: "cards trends" }, ...found.map((trend) => card(trend, language))),
    h(
      "p",
      { class: "fresh" },
      asOf === undefined ? "" : `Computed at ${instant(asOf)}, every quarter of an hour. `,
      placedBy === "language"
        ? "Posts do not say where they were written: a state's trends are those of its languages."
        : "",
    ),
  ];
}

function card({ tag, score, authors, why, languages }: Trend, scopeLanguage: string | undefined): HTMLElement {
  const language = scopeLanguage ?? languages[0]?.language;
  const shares = languages.map(({ language: of, share }) =>
    h("li", {}, h("span", {}, languageName(of)), h("span", { class: "share" }, percent(share))),
  );
  return h(
    "li",
    { class: "card" },
    h("h2", {}, h("a", { href: addressOf("search", [], { q: tag }), lang: language, dir: directionOf(language) }, tag)),
    h("p", { class: "figures" }, `${counted(authors, "person", "people")}, score ${figure(score)}`),
    spoken("p", why, "en", "auto", { class: "why" }),
    h("ul", { class: "shares", "aria-label": "Languages" }, ...shares),
  );
}
