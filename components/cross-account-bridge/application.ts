import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  EncryptionKey,
  PREFIX,
  type Place,
  arnOf,
  grant,
  iamArn,
  policyOf,
  resourceName,
  statementsOf,
  type Grant,
  type Statement,
} from "../shared";
import { type BridgePart } from "./args";

/** The folders of the application's media that the platform listens to. */
const MEDIA_FOLDERS = ["audio/*", "video/*"] as const;

const TOPIC = "post-events";

/** The topic's ARN, a plain string. */
export function topicArn(application: Place): string {
  return arnOf(application, "sns", resourceName(application, TOPIC, "topic"));
}

/** Who may do what with the topic; publishers of the application's own account have it in their roles. */
export function topicStatements(topic: string, dataAccount: string, queueArn: string): Statement[] {
  return [
    {
      Sid: "DenyPublishWithoutTls",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: topic,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "DataAccountSubscribesItsQueue",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${dataAccount}:root` },
      Action: "sns:Subscribe",
      Resource: topic,
      Condition: { StringEquals: { "sns:Protocol": "sqs", "sns:Endpoint": queueArn } },
    },
  ];
}

/** The topic of post events, in the application account, under a key of that account. */
export function makeTopic({ args, parent }: BridgePart, queueArn: string) {
  const { application } = args;
  const opts = { parent, provider: args.applicationProvider };
  const key = new EncryptionKey(
    "application-events",
    { place: application, description: "Post events in the application's topic", protect: args.protect },
    opts,
  );
  const topic = new aws.sns.Topic(
    TOPIC,
    { name: resourceName(application, TOPIC, "topic"), kmsMasterKeyId: key.arn },
    opts,
  );
  const policy = new aws.sns.TopicPolicy(
    `${TOPIC}-policy`,
    { arn: topic.arn, policy: policyOf(topicStatements(topicArn(application), args.place.account, queueArn)) },
    opts,
  );
  return { key, topic, policy };
}

/** What the media reader may do: read recordings, and decrypt them where they have a key of their own. */
export function mediaGrants(bucket: string, keyArn: string | undefined, region: string): Grant[] {
  const objects = MEDIA_FOLDERS.map((folder) => `arn:aws:s3:::${bucket}/${folder}`);
  const viaS3 = { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } };
  return [grant(["s3:GetObject"], objects), ...(keyArn === undefined ? [] : [grant(["kms:Decrypt"], [keyArn], viaS3)])];
}

/** The secret of the handshake is none: the external id keeps another tenant of a service from borrowing the role. */
export function mediaExternalId(application: Place): string {
  return resourceName(application, "media");
}

/** The role in the application account through which the data account's functions read recordings, and nothing else. */
export function makeMediaReader({ args, parent }: BridgePart): aws.iam.Role {
  const { application, place } = args;
  const opts = { parent, provider: args.applicationProvider };
  const role = new aws.iam.Role(
    "media-reader",
    {
      name: resourceName(application, "media-reader", "role"),
      description: "Lets the data platform read audio and video of posts",
      assumeRolePolicy: policyOf([
        {
          Sid: "AssumedByPlatformRoles",
          Effect: "Allow",
          Principal: { AWS: iamArn(place, "root") },
          Action: "sts:AssumeRole",
          Condition: {
            ArnLike: { "aws:PrincipalArn": iamArn(place, `role/${PREFIX}-${place.stack}-*`) },
            StringEquals: { "sts:ExternalId": mediaExternalId(application) },
          },
        },
      ]),
    },
    opts,
  );
  new aws.iam.RolePolicy(
    "media-reader-policy",
    {
      name: "declared-operations",
      role: role.name,
      policy: policyOf(statementsOf(mediaGrants(args.mediaBucket, args.mediaKeyArn, application.region))),
    },
    opts,
  );
  return role;
}

export type Application = ReturnType<typeof makeTopic> & { readonly mediaReader: pulumi.Output<string> };
