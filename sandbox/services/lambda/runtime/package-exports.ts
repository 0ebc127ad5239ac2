/** The `exports` or `imports` of a package.json: https://nodejs.org/api/packages.html#package-entry-points */
export type ExportsField =
  string | null | readonly ExportsField[] | { readonly [conditionOrSubpath: string]: ExportsField };

/** Conditions that hold for `require` in Node. */
const conditions = new Set(["node", "require", "module-sync", "default"]);

/** The file, relative to the package, that a subpath (`.`, `./x`, `#x`) stands for; undefined when it is not exported. */
export function exportsTarget(field: ExportsField, subpath: string): string | undefined {
  const map = subpaths(field);
  const exact = map[subpath];
  if (exact !== undefined && !subpath.includes("*")) return target(exact, "");
  for (const pattern of Object.keys(map).sort(bySpecificity)) {
    const star = pattern.indexOf("*");
    if (star < 0) continue;
    const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
    if (subpath.length >= head.length + tail.length && subpath.startsWith(head) && subpath.endsWith(tail)) {
      return target(map[pattern] as ExportsField, subpath.slice(head.length, subpath.length - tail.length));
    }
  }
  return undefined;
}

function subpaths(field: ExportsField): Readonly<Record<string, ExportsField>> {
  const isMap = typeof field === "object" && field !== null && !Array.isArray(field);
  const byPath = isMap && Object.keys(field).every((key) => key.startsWith(".") || key.startsWith("#"));
  return byPath ? (field as Record<string, ExportsField>) : { ".": field };
}

/** Longest part before the star first, as Node orders patterns. */
function bySpecificity(a: string, b: string): number {
  const base = (pattern: string) => (pattern.includes("*") ? pattern.indexOf("*") : pattern.length);
  return base(b) - base(a) || b.length - a.length;
}

function target(field: ExportsField, star: string): string | undefined {
  if (field === null) return undefined;
  if (typeof field === "string") return field.replaceAll("*", star);
  if (Array.isArray(field)) return (field as readonly ExportsField[]).map((item) => target(item, star)).find(Boolean);
  for (const [condition, value] of Object.entries(field)) {
    if (!conditions.has(condition)) continue;
    const found = target(value, star);
    if (found !== undefined) return found;
  }
  return undefined;
}
