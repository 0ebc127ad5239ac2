import { Failure, troubleOf, unreachable } from "./problem";
import type { Settings } from "./settings";

/** An answer with its status, which tells "not yet" (202) from "here it is". */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Calls the API. */
export class Api {
  constructor(private readonly settings: Settings) {}

  /** @throws Failure with the API's problem */
  async get<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
    const response = await this.call(path, "application/json", signal);
    return { status: response.status, body: (await response.json()) as T };
  }

  /** A caption file, whoever may read it. @throws Failure */
  async vtt(path: string, signal?: AbortSignal): Promise<string> {
    return (await this.call(path, "text/vtt", signal)).text();
  }

  private async call(path: string, accept: string, signal?: AbortSignal): Promise<Response> {
    const { apiUrl, token } = this.settings;
    const headers = { accept, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    const url = `${apiUrl}${path}`;
    const response = await fetch(url, { headers, ...(signal && { signal }) }).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw new Failure(unreachable(url));
    });
    if (response.ok) return response;
    throw new Failure(troubleOf(response.status, await response.json().catch(() => undefined)));
  }
}

/** Reads what the sandbox tells of itself. @throws Failure */
export async function readStatus<T>(statusUrl: string, name: string, signal?: AbortSignal): Promise<T> {
  const url = `${statusUrl}/${name}`;
  const response = await fetch(url, { cache: "no-store", ...(signal && { signal }) }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Failure({ title: "The sandbox cannot be reached", cure: "see that npm start still runs" });
  });
  if (!response.ok) throw new Failure(troubleOf(response.status, undefined));
  return (await response.json()) as T;
}

/** A path with its query; what is undefined or empty is left out. */
export function path(base: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => (entry[1] ?? "") !== "");
  return given.length === 0 ? base : `${base}?${new URLSearchParams(given).toString()}`;
}
