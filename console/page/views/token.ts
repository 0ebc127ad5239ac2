import { h, onSubmit } from "../lib/dom";
import { forgetToken, keepToken } from "../lib/settings";
import type { View, ViewContext } from "../lib/view";

/** With which token the API is called. */
export const token: View = { name: "access", title: "Access", show };

function show(root: HTMLElement, { settings }: ViewContext): void {
  const input = h("textarea", { rows: 5, required: true, autocomplete: "off", spellcheck: "false", dir: "ltr" });
  const form = h(
    "form",
    { class: "access" },
    h("label", { class: "wide" }, h("span", {}, "Token, as the issuer gave it"), input),
    h("p", { class: "buttons" }, h("button", { type: "submit" }, "Use it"), forgetting()),
  );
  onSubmit(form, () => {
    keepToken(input.value.trim().replace(/^Bearer\s+/i, ""));
    location.assign(location.pathname);
  });
  root.append(
    h(
      "p",
      {},
      settings.token === undefined
        ? "The API has to be called with a token, and the console has none."
        : "The console has a token. Another one takes its place.",
    ),
    h(
      "p",
      {},
      "A token stays in this tab and is gone with it. An address that ends in ",
      h("code", {}, "#token=…"),
      " brings its own.",
    ),
    h(
      "p",
      {},
      "The API is at ",
      h("code", {}, settings.apiUrl === "" ? "(console.json does not say)" : settings.apiUrl),
      ".",
    ),
    form,
  );
}

function forgetting(): HTMLButtonElement {
  const button = h("button", { type: "button", class: "plain" }, "Forget it");
  button.addEventListener("click", () => {
    forgetToken();
    location.assign(location.pathname);
  });
  return button;
}
