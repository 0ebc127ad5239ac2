import { type EncryptionKey, type FunctionLayer, type LogRetentionDays, type Place } from "../shared";

/** Arguments of {@link DataLake}. */
export interface DataLakeArgs {
  readonly place: Place;
  /** The account of the application, whose topics may send to queues under the lake's key. 12 digits. */
  readonly applicationAccount: string;
  readonly layer: FunctionLayer;
  /** Whether this region works: in a standby the tables are not captured and the workflow does not start by itself. */
  readonly active: boolean;
  /** When the workflow starts: a Glue cron expression in UTC, such as `cron(15 * * * ? *)`. */
  readonly schedule: string;
  /** The most that one query may scan, in GiB. */
  readonly scanLimitGiB: number;
  readonly logRetentionDays: LogRetentionDays;
  /** Whether this stack sets what an account has once: the encryption of the Glue catalog. */
  readonly ownsAccountSettings: boolean;
  /** Protects key and buckets from deletion, and locks the objects of the audit bucket. */
  readonly protect: boolean;
}

/** What each part of the lake is given. */
export interface LakePart {
  readonly place: Place;
  readonly key: EncryptionKey;
}
