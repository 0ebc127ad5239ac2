/** A place of the console, as it stands behind `#` in the page's address. */
export interface Address {
  /** Of the view. */
  readonly name: string;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

/** `#/posts/p-1?language=ur`; what cannot be decoded is no address, and leads to the first view. */
export function parseAddress(hash: string): Address {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  try {
    const [name = "", ...rest] = path.split("/").map(decodeURIComponent);
    return { name, rest, query: new URLSearchParams(query) };
  } catch {
    return { name: "", rest: [], query: new URLSearchParams() };
  }
}

export function addressOf(
  name: string,
  rest: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): string {
  const path = [name, ...rest].map(encodeURIComponent).join("/");
  const given = Object.entries(query).filter(([, value]) => value !== "");
  return `#/${path}${given.length > 0 ? `?${new URLSearchParams(given).toString()}` : ""}`;
}
