/** Keys of the customer's, whatever their material. */
export const KEYS = [
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/key:Key",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
];

/** What carries a key's policy. */
export const KEY_POLICIES = [...KEYS, "aws:kms/keyPolicy:KeyPolicy"];
