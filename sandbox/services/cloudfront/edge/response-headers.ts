import type { CorsSetting, ResponseHeadersPolicy } from "../state";

type Headers = Readonly<Record<string, string>>;

/**
 * The headers of an answer after its response headers policy: it removes first, then sets.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 * @param origin the viewer's `Origin` header
 */
export function withPolicy(
  headers: Headers,
  policy: ResponseHeadersPolicy | undefined,
  origin: string | undefined,
): Headers {
  if (!policy) return headers;
  const result = Object.fromEntries(Object.entries(headers).filter(([name]) => !policy.remove.includes(name)));
  const settings = [...policy.set, ...(policy.cors && origin !== undefined ? corsHeaders(policy.cors, origin) : [])];
  for (const { name, value, override } of settings) if (override || !(name in result)) result[name] = value;
  return result;
}

/** Allowed methods, allowed headers and the maximal age are for preflights only, which are refused before. */
function corsHeaders({ origins, exposed, credentials, override }: CorsSetting, origin: string) {
  const any = origins.includes("*");
  if (!any && !origins.includes(origin)) return [];
  return [
    { name: "access-control-allow-origin", value: any ? "*" : origin, override },
    ...(any ? [] : [{ name: "vary", value: "Origin", override }]),
    ...(credentials ? [{ name: "access-control-allow-credentials", value: "true", override }] : []),
    ...(exposed.length > 0 ? [{ name: "access-control-expose-headers", value: exposed.join(", "), override }] : []),
  ];
}
