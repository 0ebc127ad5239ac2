import type * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Conditions, type Grant } from "./grants";
import { policyOf, statementsOf } from "./policies";
import { type Place } from "./place";
import { resourceName } from "./names";

/** A role that an AWS service assumes, and what it may do. */
export interface ServiceRoleArgs {
  readonly place: Place;
  /** The service that assumes it, such as `lambda.amazonaws.com`. */
  readonly service: string;
  readonly description: string;
  readonly grants: readonly Grant[];
  /**
   * Further conditions on assuming it. `aws:SourceAccount` is set to the place's account unless
   * `anySource` says that the service does not send it.
   */
  readonly conditions?: Conditions;
  /** Lambda and Glue assume roles without naming a source account. */
  readonly anySource?: boolean;
}

/** A role and its one inline policy; what uses the role depends on `policy`, or it starts before it may. */
export interface ServiceRole {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicy;
}

/** Makes a role for a service with one inline policy of these grants. */
export function roleFor(name: string, args: ServiceRoleArgs, opts: pulumi.CustomResourceOptions): ServiceRole {
  const conditions: Conditions = {
    ...(args.anySource ? {} : { StringEquals: { "aws:SourceAccount": args.place.account } }),
    ...args.conditions,
  };
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: resourceName(args.place, name, "role"),
      description: args.description,
      assumeRolePolicy: policyOf([
        {
          Sid: "AssumedByService",
          Effect: "Allow",
          Principal: { Service: args.service },
          Action: "sts:AssumeRole",
          ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
        },
      ]),
    },
    opts,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-policy`,
    { name: "declared-operations", role: role.name, policy: policyOf(statementsOf(args.grants)) },
    opts,
  );
  return { role, policy };
}
