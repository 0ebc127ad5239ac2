import { addressOf } from "../../lib/address";
import { h, spoken } from "../../lib/dom";
import { figure } from "../../lib/format";
import { directionOf, languageName } from "../../lib/languages";
import { emptyBox, fill, type ViewContext } from "../../lib/view";

interface Tag {
  readonly tag: string;
  readonly language?: string;
  readonly score?: number;
  readonly aliases: readonly { readonly tag: string; readonly language?: string }[];
  readonly why: {
    readonly sentence: string;
    readonly contributions?: readonly { readonly feature: string; readonly adds: number; readonly evidence?: string }[];
  };
}

interface Tags {
  readonly state: string;
  readonly manual: readonly Tag[];
  readonly automated: readonly Tag[];
}

/** The author's tags beside the suggested ones, each with the reason. */
export function tags(place: HTMLElement, { api, signal }: ViewContext, postId: string): Promise<void> {
  return fill(place, signal, async () => {
    const { body } = await api.get<Tags>(`/v1/posts/${encodeURIComponent(postId)}/hashtags`, signal);
    const none = body.state === "pending" ? "Suggestions are still being made." : "Nothing was suggested.";
    return [
      h(
        "div",
        { class: "tags" },
        column("Set by the author", body.manual, "The author has set none."),
        column("Suggested", body.automated, none),
      ),
    ];
  });
}

function column(title: string, found: readonly Tag[], none: string): HTMLElement {
  const list = h("ul", { class: "cards" }, ...found.map(card));
  return h("div", {}, h("h3", {}, title), found.length === 0 ? emptyBox(none) : list);
}

function card({ tag, language, score, aliases, why }: Tag): HTMLElement {
  const link = h("a", { href: addressOf("search", [], { q: tag }), lang: language, dir: directionOf(language) }, tag);
  const others = aliases.map((alias) =>
    h("li", {}, spoken("span", alias.tag, alias.language, directionOf(alias.language)), beside(alias.language)),
  );
  const parts = (why.contributions ?? []).map(({ feature, adds, evidence }) =>
    h(
      "li",
      {},
      `${feature} adds ${figure(adds)}`,
      evidence === undefined ? "" : ": ",
      evidence === undefined ? "" : spoken("bdi", evidence),
    ),
  );
  return h(
    "li",
    { class: "card" },
    h("h4", {}, link, score === undefined ? undefined : h("span", { class: "score" }, figure(score))),
    spoken("p", why.sentence, "en", "auto", { class: "why" }),
    parts.length === 0 ? undefined : h("details", {}, h("summary", {}, "How it was reckoned"), h("ul", {}, ...parts)),
    others.length === 0 ? undefined : h("ul", { class: "shares", "aria-label": "In other languages" }, ...others),
  );
}

function beside(language: string | undefined): HTMLElement | undefined {
  return language === undefined ? undefined : h("span", { class: "share" }, languageName(language));
}
