import type { Chance } from "./random";
import { VOICES, type Voice } from "./sentences";

/** Somebody who posts: in one language mostly, some of them now and then in English. */
export interface Person {
  readonly userId: string;
  readonly voice: Voice;
  readonly alsoEnglish: boolean;
  /** How much more often than the quietest this person posts: few post much, most post little. */
  readonly activity: number;
  /** How many people hear a post of this person on its best day. */
  readonly audience: number;
}

/** Speakers of each language among 100 users, roughly in the proportions of a Hindi-first network. */
const SPEAKERS: Readonly<Record<string, number>> = {
  hi: 30,
  bn: 12,
  te: 11,
  mr: 11,
  ta: 10,
  en: 8,
  gu: 6,
  kn: 6,
  ml: 6,
  pa: 5,
  or: 5,
};

const USERS = 220;

export function makePeople(chance: Chance): readonly Person[] {
  const weights = VOICES.map((voice) => SPEAKERS[voice.language] ?? 1);
  return Array.from({ length: USERS }, (_, index) => {
    // Every language has its first speaker; the others come as they come.
    const voice = VOICES[index < VOICES.length ? index : chance.weighted(weights)] ?? chance.pick(VOICES);
    return {
      userId: `u-${String(index + 1).padStart(3, "0")}`,
      voice,
      alsoEnglish: voice.language !== "en" && chance.happens(15),
      activity: Math.ceil(24 / chance.whole(1, 24)),
      audience: Math.ceil(3000 / chance.whole(1, 60)),
    };
  });
}

/** Posts by the hour of the day in India: a morning, a lunch and a long evening peak. */
const RHYTHM = [3, 1, 1, 1, 2, 5, 12, 20, 26, 22, 16, 15, 20, 24, 17, 13, 13, 18, 26, 34, 42, 40, 26, 11] as const;

const INDIA_OFFSET_MINUTES = 330;
const MINUTE = 60_000;

/** An instant of an Indian day in milliseconds; `midnight` is that of the day in UTC. */
export function momentOf(midnight: number, chance: Chance): number {
  const minutes = chance.weighted(RHYTHM) * 60 + chance.whole(0, 59) - INDIA_OFFSET_MINUTES;
  const wrapped = (minutes + 1440) % 1440;
  return midnight + wrapped * MINUTE + chance.whole(0, 59_999);
}
