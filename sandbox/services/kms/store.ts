import type { PolicyDocument } from "../../iam";
import { formatArn, parseArn, type Place } from "../../kernel/arn";
import { AwsError } from "../../kernel/errors";

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export type KeyState = "Enabled" | "Disabled" | "PendingDeletion";

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly place: Place;
  readonly description: string;
  readonly multiRegion: boolean;
  /** ARN of the primary key, for a replica. */
  readonly primary: string | undefined;
  /** Epoch milliseconds. */
  readonly created: number;
  /** Days between rotations of the key material; undefined when it does not rotate. Replicas follow their primary. */
  readonly rotationDays: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  policy: PolicyDocument;
  state: KeyState;
  /** Epoch milliseconds, while deletion is pending. */
  deletion: number | undefined;
}

export interface Alias {
  /** With its `alias/`. */
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly target: Key;
  readonly created: number;
}

/** The keys and aliases of every account and region. */
export class KeyTable {
  private readonly byArn = new Map<string, Key>();
  private readonly aliases = new Map<string, Alias>();

  constructor(private readonly now: () => number) {}

  add(key: Key): void {
    if (this.byArn.has(key.arn)) throw new AwsError("AlreadyExistsException", `The key ${key.arn} exists already.`);
    this.byArn.set(key.arn, key);
  }

  addAlias(alias: Alias): void {
    if (this.aliases.has(alias.arn)) {
      throw new AwsError("AlreadyExistsException", `An alias with the name ${alias.arn} already exists`);
    }
    this.aliases.set(alias.arn, alias);
  }

  removeAlias(arn: string): void {
    this.aliases.delete(arn);
  }

  /** The key of an id, an alias or an ARN of either, as seen from a place. @throws AwsError NotFoundException */
  find(reference: string, place: Place): Key {
    const arn = reference.startsWith("arn:") ? reference : arnOf(place, reference);
    const { region, resource } = parseArn(arn);
    if (region !== place.region) throw notFound(`Invalid arn ${region}`);
    const key = resource.startsWith("alias/") ? this.aliases.get(arn)?.target : this.byArn.get(arn);
    if (!key || this.gone(key)) {
      throw notFound(resource.startsWith("alias/") ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`);
    }
    return key;
  }

  /** A key by its ARN, wherever it lives. */
  byKeyArn(arn: string): Key | undefined {
    const key = this.byArn.get(arn);
    return key && !this.gone(key) ? key : undefined;
  }

  /** The keys of all regions that share a multi-region key's material, or the key alone. */
  relatives(key: Key): Key[] {
    if (!key.multiRegion) return [key];
    return this.keys().filter(({ id, place }) => id === key.id && place.account === key.place.account);
  }

  keys(): Key[] {
    return [...this.byArn.values()].filter((key) => !this.gone(key));
  }

  aliasesIn(place: Place): Alias[] {
    return [...this.aliases.values()].filter((alias) => samePlace(alias.place, place));
  }

  aliasesOf(key: Key): Alias[] {
    return [...this.aliases.values()].filter(({ target }) => target === key);
  }

  private gone(key: Key): boolean {
    return key.deletion !== undefined && key.deletion <= this.now();
  }
}

/** How often the key's material was rotated by `time`. */
export function generation(key: Key, time: number): number {
  if (key.rotationDays === undefined) return 0;
  return Math.floor((time - key.created) / (key.rotationDays * 86_400_000));
}

export function samePlace(a: Place, b: Place): boolean {
  return a.account === b.account && a.region === b.region;
}

export function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", message);
}

function arnOf(place: Place, reference: string): string {
  const resource = reference.startsWith("alias/") ? reference : `key/${reference}`;
  return formatArn({ service: "kms", ...place, resource });
}
