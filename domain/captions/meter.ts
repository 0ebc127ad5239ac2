import type { ConditionalWrite } from "../conditional-write";
import type { CancellationReason } from "../post-transaction";
import { addDays, dayOf, type Day, type Instant } from "../time";

/**
 * The table `caption-usage`, by UTC day and entry:
 *
 * | sort key | item |
 * | --- | --- |
 * | `total#transcribe-seconds` | {@link TotalItem}: what was reserved and spent that day |
 * | `transcribe-seconds#<name>` | {@link ReservationItem}: what one piece of work may spend, or has spent |
 *
 * Work is reserved before it is paid for, in one transaction with the day's total, so that the total never passes the limit however
 * many do so at once. What was reserved and what was spent differ: settling adds the difference, once.
 */
export type Metered = "transcribe-seconds" | "translate-characters";

/** What one piece of work is expected to spend. */
export interface MeteredWork {
  readonly meter: Metered;
  /** The same for the same work: it is reserved once a day. */
  readonly name: string;
  readonly amount: number;
  readonly postId: string;
}

/** A reservation as the table holds it. */
export interface ReservationItem {
  readonly day: Day;
  readonly entry: string;
  readonly postId: string;
  readonly state: "reserved" | "settled";
  readonly reserved: number;
  /** From `settled` on: what was spent in truth. */
  readonly spent?: number;
  readonly updatedAt: Instant;
  readonly expiresAt: number;
}

/** What a day has reserved and spent. */
export interface TotalItem {
  readonly day: Day;
  readonly entry: string;
  readonly amount: number;
  readonly expiresAt: number;
}

/** Days for which usage is kept: a year's bill can be explained. */
const USAGE_DAYS = 400;

export type UsageWrite = ConditionalWrite<"usage">;

export function totalKey(meter: Metered, day: Day): { readonly day: Day; readonly entry: string } {
  return { day, entry: `total#${meter}` };
}

export function reservationKey({ meter, name }: Pick<MeteredWork, "meter" | "name">, day: Day) {
  return { day, entry: `${meter}#${name}` };
}

/**
 * The writes that reserve, for one transaction: the reservation unless it is there, the total unless it would pass the limit. In
 * this order, by which {@link reserved} reads their refusal.
 *
 * @param limit of the day, in the meter's unit
 * @returns `undefined` for what is more than a whole day's limit
 */
export function reserveWrites(
  reservation: MeteredWork,
  limit: number,
  now: Instant,
): readonly [UsageWrite, UsageWrite] | undefined {
  const { meter, postId, amount } = reservation;
  if (amount > limit) return undefined;
  const day = dayOf(now);
  const expiresAt = expiryOf(now);
  const item: ReservationItem = {
    ...reservationKey(reservation, day),
    postId,
    state: "reserved",
    reserved: amount,
    updatedAt: now,
    expiresAt,
  };
  return [
    {
      table: "usage",
      item: { ...item },
      condition: "attribute_not_exists(#entry)",
      names: { "#entry": "entry" },
      values: {},
    },
    {
      ...addition(meter, day, amount, expiresAt),
      condition: "attribute_not_exists(#amount) OR #amount <= :room",
      values: { ":more": amount, ":expiresAt": expiresAt, ":room": limit - amount },
    },
  ];
}

/**
 * - `there`: it was reserved before, by an earlier try of the same work
 * - `over`: the day's limit does not allow it
 * - `again`: another writer came between; the same writes may pass later
 */
export type Refusal = "there" | "over" | "again";

/** Why the two writes of {@link reserveWrites} were refused. */
export function reserved(reasons: readonly (CancellationReason | undefined)[]): Refusal {
  const failed = reasons.map((reason) => reason?.code === "ConditionalCheckFailed");
  return failed[0] ? "there" : failed[1] ? "over" : "again";
}

/** The writes that replace a reservation by what was spent, for one transaction; refused when that was done before. */
export function settleWrites(
  {
    meter,
    name,
    reservedOn,
    amount,
    spent,
  }: Pick<MeteredWork, "meter" | "name" | "amount"> & {
    /** The day of the reservation: what is spent counts for it. */
    readonly reservedOn: Day;
    readonly spent: number;
  },
  now: Instant,
): readonly [UsageWrite, UsageWrite] {
  return [
    {
      table: "usage",
      key: reservationKey({ meter, name }, reservedOn),
      update: "SET #state = :settled, #spent = :spent, #updatedAt = :now",
      condition: "#state = :reserved",
      names: { "#state": "state", "#spent": "spent", "#updatedAt": "updatedAt" },
      values: { ":settled": "settled", ":reserved": "reserved", ":spent": spent, ":now": now },
    },
    {
      ...addition(meter, reservedOn, spent - amount, expiryOf(now)),
      condition: "attribute_exists(#amount)",
    },
  ];
}

/** What the day's limit still allows. */
export function roomIn(total: Partial<Pick<TotalItem, "amount">> | undefined, limit: number): number {
  return Math.max(0, limit - (total?.amount ?? 0));
}

function addition(meter: Metered, day: Day, more: number, expiresAt: number) {
  return {
    table: "usage" as const,
    key: totalKey(meter, day),
    update: "ADD #amount :more SET #expiresAt = :expiresAt",
    names: { "#amount": "amount", "#expiresAt": "expiresAt" },
    values: { ":more": more, ":expiresAt": expiresAt },
  };
}

/** The second from which usage may go. */
function expiryOf(now: Instant): number {
  return Date.parse(`${addDays(dayOf(now), USAGE_DAYS)}T00:00:00.000Z`) / 1000;
}

/** Why media waits, as a sentence for the post's author. */
export function parkedReason(seconds: number, limit: number): string {
  const minutes = (each: number) => Math.ceil(each / 60);
  if (seconds > limit) {
    return `The media may last ${minutes(seconds)} minutes, more than the ${minutes(limit)} that are transcribed in a whole day.`;
  }
  return `The day's limit of ${minutes(limit)} transcribed minutes is used up: it goes on tomorrow.`;
}
