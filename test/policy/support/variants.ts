import { type Case, type Outcome, type Sketch } from "./specimen";

type Props = Readonly<Record<string, unknown>>;
type More = Partial<Pick<Case, "says" | "options">>;

/** Makes cases of one resource, each told by what is laid over the properties of a good one. */
export function variantsOf(type: string, good: Props = {}) {
  return (title: string, is: Outcome, props: Props, more: More = {}): Case => ({
    title,
    is,
    resources: [{ type, name: "it", props: { ...good, ...props } }],
    ...more,
  });
}

/** A sketch with other properties. */
export function altered(sketch: Sketch, props: Props): Sketch {
  return { ...sketch, props: { ...sketch.props, ...props } };
}
