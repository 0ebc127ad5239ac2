/** A route key taken apart: `GET /v1/posts/{id}` or `$default`. */
export interface RoutePattern {
  readonly key: string;
  /** `ANY` takes every method; undefined for `$default`. */
  readonly method?: string;
  readonly segments: readonly string[];
}

export interface RouteMatch<R> {
  readonly route: R;
  /** Percent-decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** @throws when the key is neither `$default` nor a method and a path */
export function parseRouteKey(key: string): RoutePattern {
  if (key === "$default") return { key, segments: [] };
  const [method, path] = key.split(" ");
  if (!method || !path?.startsWith("/")) {
    throw new Error(`"${key}" is no route key: write "METHOD /path" (or ANY for the method), or $default.`);
  }
  return { key, method, segments: path.slice(1).split("/") };
}

/**
 * The route that an HTTP API chooses: full match, then greedy path, then `$default`; among them a given method before ANY
 * and literal segments before parameters.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute<R extends { readonly pattern: RoutePattern }>(
  routes: readonly R[],
  method: string,
  path: string,
): RouteMatch<R> | undefined {
  const segments = path.replace(/^\//, "").split("/");
  const candidates = routes.flatMap((route) => {
    const { pattern } = route;
    if (pattern.method === undefined) return [{ route, pathParameters: {}, rank: "9" }];
    if (pattern.method !== "ANY" && pattern.method !== method) return [];
    const match = matchSegments(pattern.segments, segments);
    return match
      ? [{ route, pathParameters: match.parameters, rank: match.rank + (pattern.method === "ANY" ? "1" : "0") }]
      : [];
  });
  const [best] = candidates.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  return best && { route: best.route, pathParameters: best.pathParameters };
}

/** `rank` orders matches of one path: 0 a literal segment, 1 a parameter, 2 a greedy rest. */
function matchSegments(pattern: readonly string[], segments: readonly string[]) {
  const parameters: Record<string, string> = {};
  let rank = "";
  for (const [i, part] of pattern.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(part)?.[1];
    if (greedy !== undefined) {
      const rest = segments.slice(i).join("/");
      if (rest === "") return undefined;
      parameters[greedy] = decode(rest);
      return { parameters, rank: `${rank}2` };
    }
    const segment = segments[i];
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (segment === undefined || (name === undefined && segment !== part) || (name !== undefined && segment === "")) {
      return undefined;
    }
    if (name !== undefined) parameters[name] = decode(segment);
    rank += name === undefined ? "0" : "1";
  }
  return segments.length === pattern.length ? { parameters, rank } : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
