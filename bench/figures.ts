/** One line of the table. */
export interface Figure {
  /** The measurement that it belongs to, as `--only` names it. */
  readonly group: string;
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** None for a figure that only explains others. */
  readonly limit?: Limit;
  /** How it came about: what was counted, how often, what else was seen. */
  readonly note?: string;
}

export type Limit = { readonly most: number } | { readonly least: number };
export type Unit = "×" | "ms" | "bytes" | "events/s" | "bytes/event" | "ms/event" | "events" | "rules";

export function isBroken({ value, limit }: Figure): boolean {
  if (!limit) return false;
  // Not a number is never within a limit.
  return !("most" in limit ? value <= limit.most : value >= limit.least);
}

/** A figure in words. */
export function written(value: number, unit: Unit): string {
  if (unit === "bytes" || unit === "bytes/event") return `${bytes(value)}${unit === "bytes" ? "" : " an event"}`;
  if (unit === "ms") return value < 1_000 ? `${value.toFixed(0)} ms` : `${(value / 1_000).toFixed(2)} s`;
  if (unit === "ms/event") return `${value.toFixed(2)} ms an event`;
  if (unit === "×") return `${value.toFixed(2)} ×`;
  return `${value.toFixed(0)} ${unit}`;
}

export function writtenLimit({ limit, unit }: Figure): string {
  if (!limit) return "";
  return "most" in limit ? `≤ ${written(limit.most, unit)}` : `≥ ${written(limit.least, unit)}`;
}

function bytes(value: number): string {
  if (Math.abs(value) < 1_024) return `${value.toFixed(0)} B`;
  if (Math.abs(value) < 1_024 ** 2) return `${(value / 1_024).toFixed(1)} KiB`;
  return `${(value / 1_024 ** 2).toFixed(1)} MiB`;
}
