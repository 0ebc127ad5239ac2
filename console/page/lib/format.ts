/** How figures and times are written. Pure: nothing here looks at a clock. */

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function count(value: number): string {
  return whole.format(value);
}

/** With two decimals at the most. */
export function figure(value: number): string {
  return decimal.format(value);
}

/** Short enough for a box of the map: 12.4K. */
export function short(value: number): string {
  return Math.abs(value) < 10_000 ? count(value) : compact.format(value);
}

export function percent(share: number): string {
  return `${whole.format(share * 100)} %`;
}

/** `2026-11-03T05:20:00.000Z` as `2026-11-03 05:20 UTC`; what is no instant as it is. */
export function instant(iso: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  return day === undefined ? iso : `${day} ${time} UTC`;
}

/** Milliseconds into a recording as `1:02` or `1:00:02`. */
export function position(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** How long ago, in the largest unit that fits: `40 s`, `3 min`, `2 h`, `5 d`. */
export function age(seconds: number): string {
  const units = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
  ] as const;
  const fitting = units.find(([length]) => seconds >= length);
  return fitting ? `${Math.floor(seconds / fitting[0])} ${fitting[1]}` : `${Math.floor(seconds)} s`;
}

/** `engagementPerUser`, `active_users` and `daily-activity` as words: `Engagement per user`. */
export function words(name: string): string {
  const apart = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[-_]+/g, " ")
    .trim()
    .toLowerCase();
  return apart.charAt(0).toUpperCase() + apart.slice(1);
}

/** One noun or many: `1 post`, `2 posts`. */
export function counted(value: number, noun: string, many = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : many}`;
}

/** The day so many days before another; days are `YYYY-MM-DD`, UTC. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
