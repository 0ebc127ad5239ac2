import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Action, type Conditions, type Grant, grant } from "./grants";
import { keyActionsOf } from "./key-use";
import { resourceName } from "./names";
import { type Place, arnOf, iamArn } from "./place";
import { type Statement, policyOf } from "./policies";

/** A service that uses the key by itself, not on behalf of a caller. */
export interface ServiceUse {
  /** Ends the statement's id; letters and digits. */
  readonly id: string;
  /** Such as `sns.amazonaws.com`. */
  readonly service: string;
  readonly actions: readonly Action[];
  /** Which of the service's requests: `aws:SourceAccount`, `aws:SourceArn`. */
  readonly conditions: Conditions;
}

/** Arguments of {@link EncryptionKey}. */
export interface EncryptionKeyArgs {
  readonly place: Place;
  readonly description: string;
  /** Services that use the key by themselves. CloudWatch Logs of the place may always. */
  readonly serviceUses?: readonly ServiceUse[];
  /** A key cannot become multi-region later, so the default is true. */
  readonly multiRegion?: boolean;
  /** Pulumi's own protection from deletion. */
  readonly protect?: boolean;
}

/** Days between scheduling a key's deletion and the deletion: the longest AWS offers. */
const DELETION_WINDOW_DAYS = 30;

function statements(args: EncryptionKeyArgs): Statement[] {
  const { place } = args;
  return [
    // Without it nobody could administer the key, and no IAM policy of the account would count.
    {
      Sid: "AccountAdministers",
      Effect: "Allow",
      Principal: { AWS: iamArn(place, "root") },
      Action: "kms:*",
      Resource: "*",
    },
    {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
      Sid: "LogsOfThisAccount",
      Effect: "Allow",
      Principal: { Service: `logs.${place.region}.amazonaws.com` },
      Action: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:DescribeKey",
      ],
      Resource: "*",
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arnOf(place, "logs", "log-group:*") } },
    },
    ...(args.serviceUses ?? []).map((use): Statement => ({
      Sid: `UsedBy${use.id}`,
      Effect: "Allow",
      Principal: { Service: use.service },
      Action: use.actions,
      Resource: "*",
      Condition: use.conditions,
    })),
  ];
}

/** A customer-managed key with yearly rotation, its alias, and a policy that admits named services only. */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly key: aws.kms.Key;
  readonly arn: pulumi.Output<string>;
  readonly #place: Place;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:shared:EncryptionKey", name, {}, opts);
    this.#place = args.place;
    this.key = new aws.kms.Key(
      name,
      {
        description: args.description,
        multiRegion: args.multiRegion ?? true,
        enableKeyRotation: true,
        deletionWindowInDays: DELETION_WINDOW_DAYS,
        policy: policyOf(statements(args)),
      },
      { parent: this, protect: args.protect, retainOnDelete: args.protect },
    );
    this.arn = this.key.arn;
    new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${resourceName(args.place, name, "alias")}`, targetKeyId: this.key.keyId },
      { parent: this },
    );
    this.registerOutputs({ arn: this.arn });
  }

  /** The use of the key that these operations of a service imply, through that service only; none for most operations. */
  grantFor(service: string, actions: readonly Action[]): Grant[] {
    const implied = keyActionsOf(actions);
    if (implied.length === 0) return [];
    return [
      grant(implied, [this.arn], {
        StringEquals: { "kms:ViaService": `${service}.${this.#place.region}.amazonaws.com` },
      }),
    ];
  }
}
