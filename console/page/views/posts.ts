import { path } from "../lib/api";
import { addressOf } from "../lib/address";
import { h, onSubmit, spoken } from "../lib/dom";
import { instant } from "../lib/format";
import { languageName } from "../lib/languages";
import { emptyBox, fill, type View, type ViewContext } from "../lib/view";
import { recording } from "./post/recording";
import { tags } from "./post/tags";

interface Feed {
  readonly posts: readonly {
    readonly postId: string;
    readonly createdAt: string;
    readonly language?: string;
    readonly tag: string;
    readonly reason: string;
  }[];
}

/** A post with its recording, captions and tags; without one, the posts that the API proposes. */
export const posts: View = { name: "posts", title: "Posts", show };

function show(root: HTMLElement, context: ViewContext): void {
  const [postId] = context.rest;
  const input = h("input", { name: "post", value: postId ?? "", required: true, dir: "ltr", autocomplete: "off" });
  const form = h(
    "form",
    { class: "controls", "aria-label": "A post" },
    h("label", { class: "wide" }, h("span", {}, "Identifier of a post"), input),
    h("button", { type: "submit" }, "Show"),
  );
  onSubmit(form, () => context.go(addressOf("posts", [input.value.trim()])));
  root.append(form);
  if (postId === undefined) proposals(root, context);
  else onePost(root, context, postId);
}

function onePost(root: HTMLElement, context: ViewContext, postId: string): void {
  const [media, beside] = [
    h("section", { "aria-label": "Recording and captions" }),
    h("section", { "aria-label": "Tags" }),
  ];
  root.append(h("h2", { class: "post-id" }, postId), h("div", { class: "post" }, media, beside));
  void recording(media, context, postId);
  void tags(beside, context, postId);
}

function proposals(root: HTMLElement, { api, signal }: ViewContext): void {
  const place = h("div", {});
  root.append(h("h2", {}, "Proposed for you"), place);
  void fill(place, signal, async () => {
    const { body } = await api.get<Feed>(path("/v1/feed", { limit: "20" }), signal);
    if (body.posts.length === 0)
      return [emptyBox("There is nothing to propose yet.", "Search finds posts by what they say.")];
    const items = body.posts.map(({ postId, createdAt, language, reason }) =>
      h(
        "li",
        { class: "card" },
        h("h3", {}, h("a", { href: addressOf("posts", [postId]) }, postId)),
        h(
          "p",
          { class: "figures" },
          `${instant(createdAt)}${language === undefined ? "" : `, ${languageName(language)}`}`,
        ),
        spoken("p", reason, "en", "auto", { class: "why" }),
      ),
    );
    return [h("ol", { class: "cards" }, ...items)];
  });
}
