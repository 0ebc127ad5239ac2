import type { PartsReservation, Target, TranslationEffects } from "@huut/domain";
import { translate } from "../../../sandbox/services/translate/translator";

/** A translator with a cache and a limit, which writes down what it is asked. */
export class Translator implements TranslationEffects {
  readonly cache = new Map<string, string>();
  readonly asked: string[] = [];
  readonly reservations: PartsReservation[] = [];
  /** Most calls at a time. */
  busiest = 0;
  #busy = 0;

  /**
   * @param answer what it makes of a text; an error fails the call. Default: the sandbox's stand-in
   * @param left characters that may still be translated
   */
  constructor(
    readonly answer: (text: string, target: Target) => string = (text, { sourceCode, targetCode }) =>
      translate(text, sourceCode, targetCode),
    public left = Infinity,
  ) {}

  async known(digests: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map(
      digests.flatMap((digest) => (this.cache.has(digest) ? [[digest, this.cache.get(digest) ?? ""] as const] : [])),
    );
  }

  async keep(digest: string, text: string): Promise<void> {
    this.cache.set(digest, text);
  }

  async reserve(reservation: PartsReservation): Promise<boolean> {
    if (this.reservations.some(({ id }) => id === reservation.id)) return true;
    if (reservation.characters > this.left) return false;
    this.left -= reservation.characters;
    this.reservations.push(reservation);
    return true;
  }

  async translate(text: string, target: Target): Promise<string> {
    this.asked.push(text);
    this.#busy += 1;
    this.busiest = Math.max(this.busiest, this.#busy);
    await new Promise((resolve) => setImmediate(resolve));
    this.#busy -= 1;
    return this.answer(text, target);
  }
}

/** From Hindi, unless it says otherwise. */
export function targetOf(language: string, sourceCode = "hi"): Target {
  return { language, sourceCode, targetCode: language };
}
