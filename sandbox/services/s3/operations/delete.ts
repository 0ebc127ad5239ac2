import type { DeleteObjectRequest, DeleteObjectsRequest } from "@aws-sdk/client-s3";
import { AwsError, Unsupported } from "../../../kernel/errors";
import { operation, type Access, type CallContext } from "../../../kernel/service";
import { onObject } from "../access";
import type { Bucket, ObjectVersion } from "../bucket";
import { locked, preconditionFailed } from "../errors";
import type { S3Service } from "..";
import { unquoted } from "./put";

interface Removal {
  readonly DeleteMarker?: boolean;
  readonly VersionId?: string;
}

interface Target {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly ETag?: string | undefined;
}

export function deleteObject(s3: S3Service) {
  return operation(
    (input: DeleteObjectRequest, context) =>
      deleteAccess(s3.reach(input, context), input, input.BypassGovernanceRetention),
    (input, context) => {
      refuseMfa(input.MFA);
      if (input.IfMatchLastModifiedTime ?? input.IfMatchSize)
        throw new Unsupported("conditional deletes by time or size");
      const target = { Key: input.Key, VersionId: input.VersionId, ETag: input.IfMatch };
      return remove(s3, s3.store.bucket(input.Bucket), target, input.BypassGovernanceRetention ?? false, context);
    },
  );
}

/** Each key is allowed or denied on its own; a denial is an entry of the answer, not an error of the call. */
export function deleteObjects(s3: S3Service) {
  return operation(
    (input: DeleteObjectsRequest, context) => {
      s3.reach(input, context);
      return [];
    },
    (input, context) => {
      refuseMfa(input.MFA);
      const bucket = s3.store.bucket(input.Bucket);
      const objects = input.Delete?.Objects ?? [];
      if (objects.length === 0 || objects.length > 1000) {
        throw new AwsError(
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published schema",
        );
      }
      const Deleted: object[] = [];
      const Errors: object[] = [];
      for (const target of objects) {
        try {
          for (const access of deleteAccess(bucket, target, input.BypassGovernanceRetention)) context.require(access);
          const { VersionId, DeleteMarker } = remove(
            s3,
            bucket,
            target,
            input.BypassGovernanceRetention ?? false,
            context,
          );
          Deleted.push({
            Key: target.Key,
            ...(target.VersionId !== undefined && { VersionId: target.VersionId }),
            ...(DeleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: VersionId }),
          });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          Errors.push({ Key: target.Key, VersionId: target.VersionId, Code: error.code, Message: error.message });
        }
      }
      return { ...(input.Delete?.Quiet !== true && { Deleted }), Errors };
    },
  );
}

function deleteAccess(bucket: Bucket, { Key = "", VersionId }: Target, bypass: boolean | undefined): Access[] {
  const action = VersionId === undefined ? "DeleteObject" : "DeleteObjectVersion";
  const access = onObject(bucket, action, Key, { "s3:versionid": VersionId });
  return bypass ? [access, onObject(bucket, "BypassGovernanceRetention", Key)] : [access];
}

function remove(s3: S3Service, bucket: Bucket, target: Target, bypass: boolean, context: CallContext): Removal {
  const key = target.Key ?? "";
  const current = bucket.current(key);
  if (target.ETag !== undefined && (!current || unquoted(target.ETag) !== unquoted(current.etag))) {
    throw preconditionFailed("If-Match");
  }
  if (target.VersionId !== undefined) return removeVersion(s3, bucket, key, target.VersionId, bypass, context);
  const marker = s3.store.markDeleted(bucket, key);
  if (marker) {
    s3.changed(bucket, "ObjectRemoved:DeleteMarkerCreated", marker, context);
    return { DeleteMarker: true, VersionId: marker.versionId };
  }
  if (current) s3.changed(bucket, "ObjectRemoved:Delete", { ...current, sequencer: s3.store.sequencer() }, context);
  return {};
}

function removeVersion(
  s3: S3Service,
  bucket: Bucket,
  key: string,
  versionId: string,
  bypass: boolean,
  context: CallContext,
) {
  const version = bucket.version(key, versionId);
  if (!version) return { VersionId: versionId };
  if (isLocked(version, context.world.now(), bypass)) throw locked();
  bucket.drop(version);
  s3.changed(bucket, "ObjectRemoved:Delete", { ...version, sequencer: s3.store.sequencer() }, context);
  return { VersionId: versionId, ...(version.deleteMarker && { DeleteMarker: true }) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
export function isLocked({ retention, legalHold }: ObjectVersion, now: number, bypassGovernance: boolean): boolean {
  if (legalHold) return true;
  if (!retention || retention.until <= now) return false;
  return retention.mode === "COMPLIANCE" || !bypassGovernance;
}

function refuseMfa(mfa: string | undefined): void {
  if (mfa !== undefined) throw new Unsupported("deleting with multi-factor authentication");
}
