import { h } from "../../lib/dom";
import type { Box, Condition } from "../../lib/pipeline";

const conditions: Readonly<Record<Condition, string>> = { trouble: "in trouble", busy: "at work", calm: "" };

/** A resource on the map: a button that tells more. */
export class BoxButton {
  readonly element: HTMLLIElement;
  private readonly button: HTMLButtonElement;
  private readonly headline = h("span", { class: "headline" });
  private readonly condition = h("span", { class: "hidden" });

  constructor({ kind, name, scheduled }: Box, onChoose: () => void) {
    const what = scheduled ? `${kind}, on schedule` : kind;
    this.button = h(
      "button",
      { type: "button", class: `box ${kind}`, "aria-pressed": "false" },
      h("span", { class: "kind" }, what),
      h("span", { class: "name" }, name),
      this.headline,
      this.condition,
    );
    this.button.addEventListener("click", onChoose);
    this.element = h("li", { class: "place" }, this.button);
  }

  update({ headline, condition }: Box): void {
    if (this.headline.textContent !== headline) {
      const wasThere = this.headline.textContent !== "";
      this.headline.textContent = headline;
      if (wasThere) this.flash();
    }
    this.condition.textContent = conditions[condition];
    this.button.dataset["condition"] = condition;
  }

  choose(isChosen: boolean): void {
    this.button.setAttribute("aria-pressed", String(isChosen));
  }

  /** Something has moved since the last look. */
  private flash(): void {
    this.button.classList.remove("moved");
    // Asking for the size lets the browser forget the class, so that the animation begins again.
    void this.button.offsetWidth;
    this.button.classList.add("moved");
  }
}
