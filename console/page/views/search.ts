import { path } from "../lib/api";
import { addressOf } from "../lib/address";
import { choice, h, onSubmit, spoken } from "../lib/dom";
import { counted, instant } from "../lib/format";
import { languageName, scopeLanguages } from "../lib/languages";
import { emptyBox, fill, type View, type ViewContext } from "../lib/view";

interface Found {
  readonly terms: readonly string[];
  readonly posts: readonly {
    readonly postId: string;
    readonly createdAt: string;
    readonly why: string;
    readonly terms: readonly { readonly term: string; readonly source: string; readonly language: string }[];
  }[];
}

const sources: Readonly<Record<string, string>> = {
  text: "text",
  "text-translation": "text, translated",
  captions: "captions",
  "captions-translation": "captions, translated",
};

/** Posts by words, across languages. */
export const search: View = { name: "search", title: "Search", show };

function show(root: HTMLElement, context: ViewContext): void {
  const q = context.query.get("q") ?? "";
  const language = context.query.get("language") ?? "";
  const input = h("input", {
    type: "search",
    name: "q",
    value: q,
    maxlength: 200,
    dir: "auto",
    required: true,
    autocomplete: "off",
  });
  let chosen = language;
  const languages = scopeLanguages.map((tag) => ({ value: tag, label: languageName(tag) }));
  const form = h(
    "form",
    { class: "controls", role: "search", "aria-label": "Posts" },
    h("label", { class: "wide" }, h("span", {}, "Words, in any language; #tag, -without"), input),
    choice("Found in", [{ options: [{ value: "", label: "All languages" }, ...languages] }], language, (value) => {
      chosen = value;
    }),
    h("button", { type: "submit" }, "Search"),
  );
  onSubmit(form, () => context.go(addressOf("search", [], { q: input.value.trim(), language: chosen })));
  const place = h("div", {});
  root.append(form, place);
  if (q === "") {
    place.append(
      emptyBox(
        "Search posts by what they say, or what is said in them.",
        "A word in one language finds posts in others, through captions and translations.",
      ),
    );
    return;
  }
  void fill(place, context.signal, async () => {
    const { body } = await context.api.get<Found>(path("/v1/search", { q, language, limit: "30" }), context.signal);
    return resultsOf(body, q);
  });
}

function resultsOf({ posts, terms }: Found, q: string): HTMLElement[] {
  if (posts.length === 0) {
    const words =
      terms.length === 0
        ? "These are words that every text has."
        : `No post of the last twelve months has ${terms.map((term) => `“${term}”`).join(", ")}.`;
    return [emptyBox(words, "Try another word, or all languages.")];
  }
  return [
    h("p", { class: "fresh", role: "status" }, `${counted(posts.length, "post")} for `, spoken("q", q)),
    h(
      "ol",
      { class: "cards" },
      ...posts.map(({ postId, createdAt, why, terms: matched }) =>
        h(
          "li",
          { class: "card" },
          h("h2", {}, h("a", { href: addressOf("posts", [postId]) }, postId)),
          h("p", { class: "figures" }, instant(createdAt)),
          spoken("p", why, "en", "auto", { class: "why" }),
          h(
            "ul",
            { class: "shares", "aria-label": "Where the words are" },
            ...matched.map(({ term, source, language }) =>
              h(
                "li",
                {},
                spoken("span", term, language),
                h("span", { class: "share" }, `${sources[source] ?? source}, ${languageName(language)}`),
              ),
            ),
          ),
        ),
      ),
    ),
  ];
}
