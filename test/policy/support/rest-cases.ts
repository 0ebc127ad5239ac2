import { type Case, type Outcome, type Sketch } from "./specimen";

type Props = Readonly<Record<string, unknown>>;
type Line = readonly [title: string, settings: Props, says?: RegExp];

const METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings";
const api: Sketch = { type: "aws:apigateway/restApi:RestApi", name: "api", props: { id: "abc" } };
const stage: Sketch = {
  type: "aws:apigateway/stage:Stage",
  name: "live",
  props: { restApi: "abc", stageName: "live" },
};

function settings(values: unknown, rest: Props = {}): Sketch {
  const props = { restApi: "abc", stageName: "live", methodPath: "*/*", settings: values, ...rest };
  return { type: METHOD_SETTINGS, name: "settings", props };
}

/** The cases of a rule about what all methods of a REST API's stage have to be set to, in every way settings find their stage. */
export function restCases(lines: {
  readonly unknown: unknown;
  readonly good: readonly [Line, ...Line[]];
  readonly bad: readonly Line[];
  readonly undecided: readonly Line[];
}): readonly Case[] {
  const { unknown } = lines;
  const right = lines.good[0][1];
  const one = (title: string, is: Outcome, ...resources: readonly Sketch[]): Case => ({
    title,
    is,
    resources: [api, stage, ...resources],
  });
  const all = (is: Outcome, group: readonly Line[]) =>
    group.map(([title, values, says]) => ({ ...one(title, is, settings(values)), ...(says && { says }) }));
  const made: Sketch = { ...settings(right, { stageName: unknown, restApi: unknown }), from: { stageName: ["live"] } };
  return [
    ...all("good", lines.good),
    ...all("bad", lines.bad),
    ...all("undecided", lines.undecided),
    one("no settings", "bad"),
    one("settings of one method", "bad", settings(right, { methodPath: "posts/GET" })),
    one("settings of another stage", "bad", settings(right, { stageName: "test" })),
    one("settings of another API's stage of that name", "bad", settings(right, { restApi: "def" })),
    one("settings of one method beside", "good", settings(right), {
      ...settings({}, { methodPath: "posts/GET" }),
      name: "more",
    }),
    one("names that are made later", "good", made),
    one("an unknown stage of this API", "undecided", { ...settings(right, { stageName: unknown }) }),
    one("an unknown stage, but one method", "bad", settings(right, { stageName: unknown, methodPath: "posts/GET" })),
    one("an unknown stage, made from something else", "bad", {
      ...settings(right, { stageName: unknown, restApi: "def" }),
      from: { stageName: ["api"] },
    }),
    one("an unknown method", "undecided", settings(right, { methodPath: unknown })),
    one("unknown settings", "undecided", settings(unknown)),
    {
      title: "an HTTP API",
      is: "not its business",
      resources: [{ type: "aws:apigatewayv2/stage:Stage", name: "s", props: {} }],
    },
  ];
}
