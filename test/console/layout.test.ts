import { expect } from "chai";
import * as fc from "fast-check";
import { layoutGroups } from "../../console/page/lib/layout";

const node = (id: string, group = "a") => ({ id, group });
const edge = (from: string, to: string) => ({ from, to });

describe("the layout of the console's map", () => {
  it("puts what gets work right of what hands it on", () => {
    const [layout] = layoutGroups([node("z"), node("y"), node("x")], [edge("x", "y"), edge("y", "z"), edge("x", "z")]);
    const columns = Object.fromEntries((layout?.places ?? []).map(({ id, column }) => [id, column]));
    expect(columns).to.deep.equal({ x: 0, y: 1, z: 2 });
  });

  it("puts what nothing leads to right before what it leads to", () => {
    const edges = [edge("a", "b"), edge("b", "c"), edge("late", "c")];
    const [layout] = layoutGroups(
      ["a", "b", "c", "late"].map((id) => node(id)),
      edges,
    );
    expect(layout?.places.find(({ id }) => id === "late")?.column).to.equal(1);
  });

  it("keeps groups apart, and passes over lines between them", () => {
    const layouts = layoutGroups([node("a", "one"), node("b", "two")], [edge("a", "b")]);
    expect(layouts.map(({ group, columns, rows }) => ({ group, columns, rows }))).to.deep.equal([
      { group: "one", columns: 1, rows: 1 },
      { group: "two", columns: 1, rows: 1 },
    ]);
  });

  it("gives every box a place of its own, whatever leads where", () => {
    const id = fc.integer({ min: 0, max: 11 }).map(String);
    const edges = fc.array(fc.record({ from: id, to: id }), { maxLength: 40 });
    fc.assert(
      fc.property(edges, (all) => {
        const nodes = Array.from({ length: 12 }, (_, index) => node(String(index)));
        const [layout] = layoutGroups(nodes, all);
        const places = (layout?.places ?? []).map(({ column, row }) => `${column}/${row}`);
        expect(new Set(places).size).to.equal(12);
        for (const { column, row } of layout?.places ?? []) {
          expect(column).to.be.within(0, (layout?.columns ?? 0) - 1);
          expect(row).to.be.within(0, (layout?.rows ?? 0) - 1);
        }
      }),
    );
  });
});
