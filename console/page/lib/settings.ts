/** Where the API is, and the token to call it with. */
export interface Settings {
  readonly apiUrl: string;
  readonly token: string | undefined;
  /** Where a sandbox tells of itself; on AWS there is none. */
  readonly statusUrl: string | undefined;
  /** Where recordings are played from, by their keys. */
  readonly mediaUrl: string | undefined;
}

const kept = "huut-console-token";

/**
 * Reads `console.json` beside the page. The token is the one that it holds, one given in the address (`#token=…`, which is
 * taken out of it), or one entered before in this tab; nothing outlives the tab.
 */
export async function loadSettings(): Promise<Settings> {
  const response = await fetch("console.json", { cache: "no-store" });
  const told = (response.ok ? await response.json() : {}) as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof told[name] === "string" ? told[name] : undefined);
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given !== null && !location.hash.startsWith("#/")) {
    keepToken(given);
    history.replaceState(null, "", `${location.pathname}${location.search}`);
  }
  return {
    apiUrl: (text("apiUrl") ?? "").replace(/\/$/, ""),
    token: sessionStorage.getItem(kept) ?? text("token"),
    statusUrl: text("statusUrl"),
    mediaUrl: text("mediaUrl"),
  };
}

export function keepToken(token: string): void {
  sessionStorage.setItem(kept, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(kept);
}
