import { UNKNOWN } from "../../../../policy/model";
import { rule } from "../../../../policy/rules/s3/s3-acl-not-public";
import { bucket, on, part, type PropsOf } from "../../support/good/buckets";
import { type Specimen } from "../../support/specimen";

const GROUP = "http://acs.amazonaws.com/groups/global";
const acl = (props: PropsOf<{ acl: 1; accessControlPolicy: 1 }>) => [bucket(), part("BucketAcl", props)];
const granted = (uri: unknown) => ({
  grants: [{ grantee: { type: "Group", uri }, permission: "READ" }],
  owner: { id: "o" },
});
const object = (type: string, value: unknown) => [
  { type, name: "page", props: { bucket: "huut-data", key: "a", acl: value } },
];

export const specimen: Specimen = {
  rule,
  cases: [
    on("no ACL", "good", [bucket()]),
    on("a private one", "good", acl({ acl: "private" })),
    on(
      "a grant to log delivery",
      "good",
      acl({ accessControlPolicy: granted("http://acs.amazonaws.com/groups/s3/LogDelivery") }),
    ),
    on("a grant to a person", "good", [
      bucket({ grants: [{ id: "abc", type: "CanonicalUser", permissions: ["READ"] }] }),
    ]),
    ...["public-read", "public-read-write", "authenticated-read"].map((value) =>
      on(`standalone: ${value}`, "bad", acl({ acl: value }), { says: new RegExp(`acl is ${value},`) }),
    ),
    on("inline", "bad", [bucket({ acl: "public-read" })]),
    on("standalone, a grant to everybody", "bad", acl({ accessControlPolicy: granted(`${GROUP}/AllUsers`) }), {
      says: /a grant is for everybody/,
    }),
    on(
      "standalone, a grant to every AWS account",
      "bad",
      acl({ accessControlPolicy: granted(`${GROUP}/AuthenticatedUsers`) }),
    ),
    on("inline, a grant to everybody", "bad", [
      bucket({ grants: [{ type: "Group", permissions: ["READ"], uri: `${GROUP}/AllUsers` }] }),
    ]),
    on("a group whose name only begins so", "good", acl({ accessControlPolicy: granted(`${GROUP}/AllUsersOfOurs`) })),
    on("an object", "bad", object("aws:s3/bucketObject:BucketObject", "public-read")),
    on("an object of the newer resource", "bad", object("aws:s3/bucketObjectv2:BucketObjectv2", "public-read")),
    on("an ACL that is not known yet", "undecided", acl({ acl: UNKNOWN })),
    on(
      "one not known yet, and a public grant",
      "bad",
      acl({ acl: UNKNOWN, accessControlPolicy: granted(`${GROUP}/AllUsers`) }),
    ),
  ],
  mutation: {
    what: "publishes the job's script",
    change: (program) => program.set("aws:s3/bucketObjectv2:BucketObjectv2", "etl-posts.sql", { acl: "public-read" }),
  },
};
