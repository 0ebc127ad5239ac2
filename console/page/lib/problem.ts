/** What went wrong, in words for whoever looks at the page. */
export interface Trouble {
  readonly title: string;
  readonly detail?: string;
  /** What to do about it. */
  readonly cure?: string;
  readonly status?: number;
  /** The kind of problem: `captions-missing`. */
  readonly kind?: string;
}

const byStatus: Readonly<Record<number, Pick<Trouble, "title" | "cure">>> = {
  401: {
    title: "The API does not take the token",
    cure: "enter another token: this one is missing, expired or another API's",
  },
  403: { title: "The token may not do this", cure: "ask for a token with the scope that this call needs" },
  404: { title: "There is no such thing" },
  429: { title: "Too many calls", cure: "wait a moment, then try again" },
};

/** A problem document (RFC 9457), or whatever else an answer of this status holds, as trouble. */
export function troubleOf(status: number, body: unknown): Trouble {
  const known = byStatus[status] ?? { title: `The API answered ${status}`, cure: "try again in a minute" };
  if (typeof body !== "object" || body === null) return { ...known, status };
  const { type, title, detail, cure, message } = body as Readonly<Record<string, unknown>>;
  const told = text(detail) ?? text(message);
  const kind = text(type)?.split(":").at(-1);
  const mend = text(cure) ?? (text(title) === undefined ? known.cure : undefined);
  return {
    title: text(title) ?? known.title,
    ...(told !== undefined && { detail: withoutCure(told) }),
    ...(mend !== undefined && { cure: mend }),
    ...(kind !== undefined && { kind }),
    status,
  };
}

/** The detail of a problem ends with its cure, which is shown on its own. */
function withoutCure(detail: string): string {
  return detail.replace(/ To mend it, .*$/su, "");
}

/** What a failed call without an answer says. */
export function unreachable(url: string): Trouble {
  return {
    title: "The API cannot be reached",
    detail: `Nothing answered at ${url}.`,
    cure: "see that it runs, and that its huut:webOrigins name this page's address",
  };
}

/** What a view could not get, as it is thrown. */
export class Failure extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.title);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
