/** Where the boxes of the pipeline's map stand. Pure: numbers in, numbers out. */

export interface LayoutNode {
  readonly id: string;
  readonly group: string;
}

export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
}

/** A box's column and row, from 0, within its group. */
export interface Place {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

export interface GroupLayout {
  readonly group: string;
  readonly columns: number;
  readonly rows: number;
  readonly places: readonly Place[];
}

/**
 * Each group in layers: what gets work stands right of what hands it on. Of a cycle, the edge that closes it, in the order
 * of nodes, is passed over. Rows follow those of the boxes before, so that lines cross little.
 */
export function layoutGroups(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): GroupLayout[] {
  const groups = [...new Set(nodes.map(({ group }) => group))];
  return groups.map((group) => {
    const ids = nodes.filter((node) => node.group === group).map(({ id }) => id);
    const inside = new Set(ids);
    return {
      group,
      ...layered(
        ids,
        edges.filter(({ from, to }) => inside.has(from) && inside.has(to)),
      ),
    };
  });
}

function layered(ids: readonly string[], edges: readonly LayoutEdge[]): Omit<GroupLayout, "group"> {
  const next = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of withoutCycles(ids, edges)) next.get(from)?.push(to);
  const column = new Map(ids.map((id) => [id, 0]));
  for (const id of inOrder(ids, next)) {
    for (const to of next.get(id) ?? [])
      column.set(to, Math.max(column.get(to) as number, (column.get(id) as number) + 1));
  }
  // What nothing leads to stands right before what it leads to, not at the far left.
  const reached = new Set([...next.values()].flat());
  for (const id of ids) {
    const after = (next.get(id) ?? []).map((to) => column.get(to) as number);
    if (!reached.has(id) && after.length > 0) column.set(id, Math.min(...after) - 1);
  }
  const columns = Math.max(0, ...column.values()) + 1;
  const places: Place[] = [];
  const rowOf = new Map<string, number>();
  for (let at = 0; at < columns; at++) {
    const here = ids.filter((id) => column.get(id) === at);
    const wish = new Map(here.map((id) => [id, meanRow(id, next, rowOf)]));
    here.sort((a, b) => (wish.get(a) as number) - (wish.get(b) as number) || ids.indexOf(a) - ids.indexOf(b));
    for (const [row, id] of here.entries()) {
      rowOf.set(id, row);
      places.push({ id, column: at, row });
    }
  }
  return { columns, rows: Math.max(0, ...places.map(({ row }) => row + 1)), places };
}

/** The mean row of the boxes that lead to one; those that nothing leads to come last. */
function meanRow(id: string, next: ReadonlyMap<string, readonly string[]>, rowOf: ReadonlyMap<string, number>): number {
  const before = [...rowOf].filter(([from]) => next.get(from)?.includes(id)).map(([, row]) => row);
  return before.length === 0 ? Number.MAX_SAFE_INTEGER : before.reduce((sum, row) => sum + row, 0) / before.length;
}

function withoutCycles(ids: readonly string[], edges: readonly LayoutEdge[]): LayoutEdge[] {
  const kept: LayoutEdge[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (id: string): void => {
    state.set(id, "open");
    for (const edge of edges.filter(({ from }) => from === id)) {
      if (state.get(edge.to) === "open") continue;
      kept.push(edge);
      if (!state.has(edge.to)) visit(edge.to);
    }
    state.set(id, "done");
  };
  const reached = new Set(edges.map(({ to }) => to));
  for (const id of [...ids.filter((each) => !reached.has(each)), ...ids]) if (!state.has(id)) visit(id);
  return kept;
}

/** Topological order; the edges have no cycle. */
function inOrder(ids: readonly string[], next: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = new Set<string>();
  const order: string[] = [];
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const to of next.get(id) ?? []) visit(to);
    order.unshift(id);
  };
  for (const id of ids) visit(id);
  return order;
}
