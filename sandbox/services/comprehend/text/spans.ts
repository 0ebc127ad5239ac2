/** A part of a text, in UTF-16 units. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** What the service says of a part of a text. */
export interface Mention {
  readonly Text: string;
  readonly BeginOffset: number;
  readonly EndOffset: number;
  readonly Score: number;
}

/**
 * How parts of `text` are told: their offsets count code points, not UTF-16 units
 * (https://docs.aws.amazon.com/comprehend/latest/APIReference/API_KeyPhrase.html). Parts have to come in their order.
 */
export function mentions<S extends Span & { readonly score: number }>(text: string, spans: readonly S[]): Mention[] {
  const offset = codePoints(text);
  return spans.map(({ begin, end, score }) => ({
    Score: score,
    Text: text.slice(begin, end),
    BeginOffset: offset(begin),
    EndOffset: offset(end),
  }));
}

/** @returns how many code points lie before a UTF-16 unit; to be asked in rising order */
function codePoints(text: string): (unit: number) => number {
  // No character beyond the Basic Multilingual Plane: both count the same.
  if (!/[\ud800-\udbff]/.test(text)) return (unit) => unit;
  let [at, points] = [0, 0];
  return (unit) => {
    for (; at < unit; points++) at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
    return points;
  };
}

/** Parts of which none overlaps one before it in `spans`, which are the surer the earlier they come; in the text's order. */
export function withoutOverlaps<S extends Span>(spans: readonly S[]): S[] {
  const taken = new Uint8Array(spans.reduce((most, { end }) => Math.max(most, end), 0));
  const free = spans.filter(({ begin, end }) => {
    if (taken.subarray(begin, end).includes(1)) return false;
    taken.fill(1, begin, end);
    return true;
  });
  return free.sort((a, b) => a.begin - b.begin);
}

/**
 * Whether a place in the text is in one of some parts, which come in their order without overlaps.
 * @returns to be asked in rising order
 */
export function within(spans: readonly Span[]): (at: number) => boolean {
  let next = 0;
  return (at) => {
    while ((spans[next]?.end ?? Infinity) <= at) next++;
    return (spans[next]?.begin ?? Infinity) <= at;
  };
}

/** A score as the service gives it: between 0 and 1, six digits. */
export function rounded(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}
