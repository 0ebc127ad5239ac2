import { formatArn, type Place } from "../../kernel/arn";
import { AwsError } from "../../kernel/errors";
import type { WorkgroupInputs } from "./inputs";

export interface Workgroup {
  readonly name: string;
  readonly place: Place;
  readonly arn: string;
  readonly inputs: WorkgroupInputs;
  readonly created: number;
}

export interface NamedQuery {
  readonly id: string;
  readonly place: Place;
  readonly name: string;
  readonly database: string;
  readonly query: string;
  readonly workgroup: string;
  readonly description?: string | undefined;
}

/** Where results go, and under which encryption. */
export interface ResultSettings {
  readonly location: string;
  readonly encryption?: { readonly option: "SSE_S3" | "SSE_KMS"; readonly keyArn?: string | undefined } | undefined;
}

/** Workgroups of all accounts and regions; each account and region has `primary` without doing anything. */
export class Workgroups {
  private readonly byArn = new Map<string, Workgroup>();
  readonly namedQueries = new Map<string, NamedQuery>();

  add(name: string, place: Place, inputs: WorkgroupInputs, created: number): void {
    const arn = workgroupArn(place, name);
    if (this.byArn.has(arn)) throw new AwsError("InvalidRequestException", "WorkGroup is already created");
    this.byArn.set(arn, { name, place, arn, inputs, created });
  }

  remove(name: string, place: Place): void {
    this.byArn.delete(workgroupArn(place, name));
  }

  /** @throws InvalidRequestException */
  get(name: string | undefined, place: Place): Workgroup {
    const arn = workgroupArn(place, name ?? "primary");
    const workgroup = this.byArn.get(arn);
    if (workgroup) return workgroup;
    if ((name ?? "primary") === "primary") return { name: "primary", place, arn, inputs: {}, created: 0 };
    throw new AwsError("InvalidRequestException", `WorkGroup ${name} is not found.`);
  }

  of(place: Place): Workgroup[] {
    const own = [...this.byArn.values()].filter(
      (each) => each.place.account === place.account && each.place.region === place.region,
    );
    const primary = own.some(({ name }) => name === "primary") ? [] : [this.get("primary", place)];
    return [...primary, ...own].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

export function workgroupArn(place: Place, name: string): string {
  return formatArn({ service: "athena", ...place, resource: `workgroup/${name}` });
}

/** Enforced unless said otherwise: the workgroup's settings then stand above the request's. */
export function isEnforced({ inputs }: Workgroup): boolean {
  return inputs.configuration?.enforceWorkgroupConfiguration ?? inputs.configuration !== undefined;
}

/** A workgroup as the API shows it. */
export function shownWorkgroup(workgroup: Workgroup): object {
  const { name, inputs, created } = workgroup;
  const { configuration = {} } = inputs;
  const result = configuration.resultConfiguration;
  const encryption = result?.encryptionConfiguration;
  return {
    Name: name,
    State: inputs.state ?? "ENABLED",
    ...(inputs.description !== undefined && { Description: inputs.description }),
    CreationTime: new Date(created),
    Configuration: {
      EnforceWorkGroupConfiguration: isEnforced(workgroup),
      PublishCloudWatchMetricsEnabled: configuration.publishCloudwatchMetricsEnabled ?? true,
      RequesterPaysEnabled: configuration.requesterPaysEnabled ?? false,
      EngineVersion: engineVersion,
      ...(configuration.bytesScannedCutoffPerQuery !== undefined && {
        BytesScannedCutoffPerQuery: configuration.bytesScannedCutoffPerQuery,
      }),
      ResultConfiguration: {
        ...(result?.outputLocation !== undefined && { OutputLocation: result.outputLocation }),
        ...(encryption && {
          EncryptionConfiguration: {
            EncryptionOption: encryption.encryptionOption,
            ...(encryption.kmsKeyArn !== undefined && { KmsKey: encryption.kmsKeyArn }),
          },
        }),
      },
    },
  };
}

export const engineVersion = {
  SelectedEngineVersion: "AUTO",
  EffectiveEngineVersion: "Athena engine version 3",
};
