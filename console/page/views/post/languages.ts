import { h } from "../../lib/dom";
import { languageName } from "../../lib/languages";
import type { CaptionLanguage } from "./recording";

/** The languages that captions are in, to choose from; and those that they are not in, with the reason. */
export function languagePicker(
  languages: readonly CaptionLanguage[],
  chosen: string | undefined,
  onChoose: (language: string) => void,
): HTMLElement {
  const ready = languages.filter(({ state }) => state === "ready");
  const others = languages.filter(({ state }) => state !== "ready");
  const options = ready.map(({ language, source, passes }) => {
    const input = h("input", { type: "radio", name: "language", value: language, checked: language === chosen });
    input.addEventListener("change", () => onChoose(language));
    const how = source === "transcribed" ? "spoken" : passes === false ? "translated, hard to read" : undefined;
    const note = how === undefined ? undefined : h("span", { class: "share" }, how);
    return h("label", {}, input, h("span", {}, languageName(language)), note);
  });
  return h(
    "div",
    { class: "languages" },
    options.length === 0 ? undefined : h("fieldset", {}, h("legend", {}, "Captions in"), ...options),
    others.length === 0
      ? undefined
      : h(
          "details",
          {},
          h("summary", {}, `Not in ${others.length} more`),
          h(
            "ul",
            {},
            ...others.map(({ language, state, reason }) =>
              h("li", {}, `${languageName(language)}: ${reason ?? state}`),
            ),
          ),
        ),
  );
}
