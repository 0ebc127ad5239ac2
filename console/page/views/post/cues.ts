import { h } from "../../lib/dom";
import { position } from "../../lib/format";
import type { Direction } from "../../lib/languages";
import type { Player } from "./player";
import type { Cue } from "./recording";

/** The captions as a text to read, beside the recording: each line leads to its moment. */
export class CueList {
  private readonly list = h("ol", {});
  readonly element = h("div", { class: "cues", tabindex: 0, role: "region", "aria-label": "Captions" }, this.list);
  private cues: readonly Cue[] = [];

  constructor(private readonly player: Player) {
    player.onPosition((milliseconds) => this.mark(milliseconds));
  }

  show(cues: readonly Cue[], language: string, direction: Direction): void {
    this.cues = cues;
    this.list.lang = language;
    this.list.dir = direction;
    this.list.replaceChildren(...cues.map((cue) => this.item(cue)));
  }

  private item({ start, lines }: Cue): HTMLElement {
    const time = position(start);
    const text = h("span", {}, lines.join(" "));
    if (!this.player.isThere) return h("li", {}, h("span", { class: "time", dir: "ltr" }, time), text);
    const button = h(
      "button",
      { type: "button", class: "time", dir: "ltr", lang: "en", "aria-label": `Play from ${time}` },
      time,
    );
    button.addEventListener("click", () => this.player.playFrom(start));
    return h("li", {}, button, text);
  }

  private mark(milliseconds: number): void {
    for (const [index, item] of [...this.list.children].entries()) {
      const cue = this.cues[index];
      const isNow = cue !== undefined && cue.start <= milliseconds && milliseconds < cue.end;
      item.classList.toggle("now", isNow);
    }
  }
}
