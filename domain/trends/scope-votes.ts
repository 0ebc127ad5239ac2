import { AuthorCounter, chooseVotes } from "./counts";
import { WINDOW_HOURS, type Hour, type TrendWindow } from "./hours";
import { Suspicions, type Suspicion } from "./penalties";
import type { TrendParameters } from "./parameters";
import type { TagCounts } from "./score";
import { scopesOf, type TrendScope } from "./scopes";
import type { TagVotes, VoteStore } from "./vote-store";

/** The scopes that a store has votes in, with the places that count in each. */
export function scopesIn(store: VoteStore): ReadonlyMap<TrendScope, ReadonlySet<number>> {
  const scopes = new Map<TrendScope, Set<number>>();
  for (const [index, place] of store.places.entries()) {
    for (const scope of scopesOf(place)) {
      let places = scopes.get(scope);
      if (places === undefined) scopes.set(scope, (places = new Set()));
      places.add(index);
    }
  }
  return scopes;
}

/** One tag's votes in one scope, counted once for whoever asks. */
export class ScopeVotes {
  readonly #suspicions = new Map<string, Suspicion>();
  #hourly: Int32Array | undefined;

  constructor(
    readonly votes: TagVotes,
    readonly chosen: Int32Array,
    readonly work: ScopeWork,
  ) {}

  counts(window: TrendWindow): TagCounts {
    const width = WINDOW_HOURS[window];
    const everHourly = this.#everHourly();
    const ever = width === 1 ? everHourly : this.#count(width, false);
    return { from: this.work.from, live: this.#count(width, true), ever, everHourly };
  }

  suspicion(from: Hour, to: Hour): Suspicion {
    const key = `${from} ${to}`;
    let known = this.#suspicions.get(key);
    if (known === undefined) {
      known = this.work.suspicions.of(this.votes, this.chosen, from, to);
      this.#suspicions.set(key, known);
    }
    return known;
  }

  #everHourly(): Int32Array {
    return (this.#hourly ??= this.#count(1, false));
  }

  #count(width: number, onlyLive: boolean): Int32Array {
    const { counter, from, to } = this.work;
    return counter.count(this.votes, this.chosen, width, from, to, onlyLive);
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
  const counter = new AuthorCounter(store.authors.length);
  return { counter, suspicions: new Suspicions(store.authors, parameters), from, to };
}

/**
 * Calls back for each tag and scope that has at least so many votes. Scopes that a tag has the same votes in (Hindi's and those of the
 * regions that speak it) share their counts.
 */
export function eachScope(
  store: VoteStore,
  work: ScopeWork,
  scopes: ReadonlyMap<TrendScope, ReadonlySet<number>>,
  least: number,
  visit: (tag: string, scope: TrendScope, votes: ScopeVotes) => void,
): void {
  for (const [tag, votes] of store.tags) {
    if (votes.length < least) continue;
    const byPlace = new Map<number, number>();
    for (let at = 0; at < votes.length; at++) {
      const place = votes.places[at]!;
      byPlace.set(place, (byPlace.get(place) ?? 0) + 1);
    }
    const shared = new Map<string, ScopeVotes>();
    for (const [scope, places] of scopes) {
      const present = [...byPlace].filter(([place]) => places.has(place));
      if (present.reduce((sum, [, count]) => sum + count, 0) < least) continue;
      const key = present.map(([place]) => place).join(" ");
      let scoped = shared.get(key);
      if (scoped === undefined) {
        scoped = new ScopeVotes(
          votes,
          chooseVotes(votes, (place) => places.has(place)),
          work,
        );
        shared.set(key, scoped);
      }
      visit(tag, scope, scoped);
    }
  }
}
