import { AuthorCounter } from "./counts";
import { WINDOW_HOURS, type Hour, type TrendWindow } from "./hours";
import { Suspicions, type Suspicion } from "./penalties";
import type { TrendParameters } from "./parameters";
import type { TagCounts } from "./score";
import { scopesOf, type TrendScope } from "./scopes";
import type { VoteStore } from "./vote-store";

/** The scopes that a store has votes in, sorted, and which of them each place counts in. */
export function scopesIn(store: VoteStore): ScopeIndex {
  const ofPlace = store.places.map(scopesOf);
  const scopes = [...new Set(ofPlace.flat())].sort();
  const indexes = new Map(scopes.map((scope, index) => [scope, index]));
  return { scopes, ofPlace: ofPlace.map((all) => all.map((scope) => indexes.get(scope)!)) };
}

export interface ScopeIndex {
  readonly scopes: readonly TrendScope[];
  /** By place: indexes of scopes. */
  readonly ofPlace: readonly (readonly number[])[];
}

/** One tag's votes in one scope, counted once for whoever asks. */
export class ScopeVotes {
  #hourly: Int32Array | undefined;
  readonly #counts = new Map<TrendWindow, TagCounts>();
  readonly #suspicions = new Map<number, Suspicion>();

  /** @param rows of the store, by rising hour */
  constructor(
    readonly rows: Int32Array,
    readonly work: ScopeWork,
  ) {}

  counts(window: TrendWindow): TagCounts {
    let known = this.#counts.get(window);
    if (known === undefined) {
      const width = WINDOW_HOURS[window];
      const everHourly = (this.#hourly ??= this.#count(1, false));
      const ever = width === 1 ? everHourly : this.#count(width, false);
      known = { from: this.work.from, live: this.live(window), ever, everHourly };
      this.#counts.set(window, known);
    }
    return known;
  }

  /** Distinct authors with a live vote in the windows that end with each hour. */
  live(window: TrendWindow): Int32Array {
    return this.#count(WINDOW_HOURS[window], true);
  }

  suspicion(from: Hour, to: Hour): Suspicion {
    const key = (to - this.work.from) * 1_000 + (to - from);
    let known = this.#suspicions.get(key);
    if (known === undefined) this.#suspicions.set(key, (known = this.work.suspicions.of(this.rows, from, to)));
    return known;
  }

  #count(width: number, onlyLive: boolean): Int32Array {
    const { counter, from, to } = this.work;
    return counter.count(this.rows, width, from, to, onlyLive);
  }
}

/** What the work on all tags of a store shares. */
export interface ScopeWork {
  readonly counter: AuthorCounter;
  readonly suspicions: Suspicions;
  /** Hours that counts are made for. */
  readonly from: Hour;
  readonly to: Hour;
}

export function scopeWork(store: VoteStore, from: Hour, to: Hour, parameters: TrendParameters): ScopeWork {
  return { counter: new AuthorCounter(store), suspicions: new Suspicions(store, parameters), from, to };
}

/**
 * Calls back for each tag and scope that has at least so many votes. Scopes that a tag has the same votes in (Hindi's and those of the
 * regions that speak it) share their counts.
 */
export function eachScope(
  store: VoteStore,
  work: ScopeWork,
  { scopes, ofPlace }: ScopeIndex,
  least: number,
  visit: (tag: string, scope: TrendScope, votes: ScopeVotes) => void,
): void {
  const inPlace = new Int32Array(store.places.length);
  for (const [index, tag] of store.tags.entries()) {
    const rows = store.rowsOf(index);
    if (rows.length < least) continue;
    const places: number[] = [];
    for (const row of rows) {
      const place = store.placeOf[row]!;
      if (inPlace[place] === 0) places.push(place);
      inPlace[place]! += 1;
    }
    const shared = new Map<string, ScopeVotes>();
    for (const [scope, of] of placesByScope(
      places.sort((a, b) => a - b),
      ofPlace,
    )) {
      const size = of.reduce((sum, place) => sum + inPlace[place]!, 0);
      if (size < least) continue;
      const key = of.join(" ");
      let votes = shared.get(key);
      if (votes === undefined) {
        const chosen = of.length === places.length ? rows : rowsIn(store, rows, of, size);
        shared.set(key, (votes = new ScopeVotes(chosen, work)));
      }
      visit(tag, scopes[scope]!, votes);
    }
    for (const place of places) inPlace[place] = 0;
  }
}

/** The rows of some places, of which there are so many. */
function rowsIn({ placeOf, places }: VoteStore, rows: Int32Array, of: readonly number[], size: number): Int32Array {
  const wanted = new Uint8Array(places.length);
  for (const place of of) wanted[place] = 1;
  const chosen = new Int32Array(size);
  let next = 0;
  for (const row of rows) if (wanted[placeOf[row]!] === 1) chosen[next++] = row;
  return chosen;
}

function placesByScope(places: readonly number[], ofPlace: ScopeIndex["ofPlace"]): ReadonlyMap<number, number[]> {
  const byScope = new Map<number, number[]>();
  for (const place of places) {
    for (const scope of ofPlace[place]!) {
      const known = byScope.get(scope);
      if (known === undefined) byScope.set(scope, [place]);
      else known.push(place);
    }
  }
  return byScope;
}
