import { type Case, type Outcome } from "./specimen";

/** Writes cases about one resource of a type, each a line: what is special about it, how it is judged, its properties. */
export function casesAbout(
  type: string,
): (title: string, is: Outcome, props: Readonly<Record<string, unknown>>, rest?: Partial<Case>) => Case {
  return (title, is, props, rest = {}) => ({ title, is, resources: [{ type, name: "it", props }], ...rest });
}
