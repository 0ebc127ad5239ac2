import { h, svg } from "../../lib/dom";
import { short, words } from "../../lib/format";
import { layoutGroups, type Place } from "../../lib/layout";
import {
  boxesOf,
  linesToDraw,
  setAsideIn,
  type Box,
  type FlowEdge,
  type FlowMap,
  type WorldState,
} from "../../lib/pipeline";
import { BoxButton } from "./box";

/** Of boxes and the space between them, CSS pixels; map.css has the same numbers. */
const size = { width: 164, height: 58, across: 46, down: 14 };

/** The boxes of one component, with lines between them. On a narrow screen they are a list, and the lines are gone. */
export class GroupMap {
  readonly element: HTMLElement;
  private readonly boxes: ReadonlyMap<string, BoxButton>;
  private readonly lines: readonly { readonly edge: FlowEdge; readonly path: SVGElement }[];
  private readonly aside = h("span", { class: "aside" });

  constructor(
    private readonly name: string,
    private readonly map: FlowMap,
    onChoose: (id: string) => void,
  ) {
    const own = boxesOf(map, undefined).filter(({ group }) => group === name);
    const edges = linesToDraw(map, own);
    const [layout] = layoutGroups(own, edges);
    const places = new Map(layout?.places.map((place) => [place.id, place]));
    const ordered = own.sort((a, b) => byPlace(places.get(a.id), places.get(b.id)));
    this.boxes = new Map(ordered.map((box) => [box.id, new BoxButton(box, () => onChoose(box.id))]));
    for (const [id, { element }] of this.boxes) {
      const { column, row } = places.get(id) as Place;
      element.style.left = `${column * (size.width + size.across)}px`;
      element.style.top = `${row * (size.height + size.down)}px`;
    }
    this.lines = edges.map((edge) => ({
      edge,
      path: svg("path", { d: lineOf(places.get(edge.from) as Place, places.get(edge.to) as Place) }),
    }));
    const width = (layout?.columns ?? 1) * (size.width + size.across) - size.across;
    const height = (layout?.rows ?? 1) * (size.height + size.down) - size.down;
    const drawing = svg(
      "svg",
      { class: "lines", width, height, "aria-hidden": true },
      ...this.lines.map(({ path }) => path),
    );
    const list = h("ul", { class: "boxes" }, ...[...this.boxes.values()].map(({ element }) => element));
    const plane = h("div", { class: "plane" }, drawing, list);
    plane.style.width = `${width}px`;
    plane.style.height = `${height}px`;
    const title = words(name);
    const scroll = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Map of ${title}` }, plane);
    this.element = h("section", { class: "group" }, h("h2", {}, title, this.aside), scroll);
  }

  update(boxes: readonly Box[], state: WorldState): void {
    for (const box of boxes) this.boxes.get(box.id)?.update(box);
    const count = setAsideIn(this.name, this.map, state);
    this.aside.textContent = count > 0 ? `${short(count)} set aside` : "";
  }

  choose(id: string | undefined): void {
    for (const [each, box] of this.boxes) box.choose(each === id);
    for (const { edge, path } of this.lines) path.classList.toggle("chosen", edge.from === id || edge.to === id);
  }
}

/** In the order in which work flows, which is that of the keys, too. */
function byPlace(a: Place | undefined, b: Place | undefined): number {
  return (a?.column ?? 0) - (b?.column ?? 0) || (a?.row ?? 0) - (b?.row ?? 0);
}

/** A curve from the right side of a box to the left of another; to one that is not right of it, around below. */
function lineOf(from: Place, to: Place): string {
  const left = ({ column }: Place) => column * (size.width + size.across);
  const middle = ({ row }: Place) => row * (size.height + size.down) + size.height / 2;
  const [x1, y1, x2, y2] = [left(from) + size.width, middle(from), left(to), middle(to)];
  if (x2 > x1) {
    const bend = Math.max(size.across / 2, (x2 - x1) / 3);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const below = Math.max(y1, y2) + size.height / 2 + size.down / 2;
  const out = size.across / 3;
  return `M${x1} ${y1}C${x1 + out} ${y1} ${x1 + out} ${below} ${x1} ${below}L${x2} ${below}C${x2 - out} ${below} ${x2 - out} ${y2} ${x2} ${y2}`;
}
