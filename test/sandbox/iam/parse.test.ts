import { expect } from "chai";
import { MalformedPolicyDocument, parse, type PolicyKind } from "../../../sandbox/iam";
import { allow, policy } from "./cases/case";

describe("parsing a policy", () => {
  it("reads JSON text and objects alike", () => {
    const document = policy(allow("sqs:SendMessage"));
    expect(parse(JSON.stringify(document), "identity")).to.deep.equal(document);
    expect(parse(document, "identity")).to.equal(document);
  });

  const ok = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
  const conditioned = (Condition: unknown) => ({ Statement: { ...ok, Condition } });
  const rows: [string, unknown, RegExp, PolicyKind?][] = [
    ["text that is not JSON", "{", /not JSON/],
    ["a list", [], /not a JSON object/],
    ["null", "null", /not a JSON object/],
    ["an unknown version", { Version: "2012-10-18", Statement: ok }, /Version is "2012-10-18".*2012-10-17/],
    ["an unknown field", { Statement: ok, Statements: [] }, /unknown field "Statements"/],
    ["no statement", { Version: "2012-10-17" }, /no Statement/],
    ["an empty list of statements", { Statement: [] }, /no Statement/],
    [
      "a statement's unknown field",
      { Statement: [ok, { ...ok, Actions: "*" }] },
      /Statement 1 has the unknown field "Actions"/,
    ],
    ["a missing effect", { Statement: { Action: "*", Resource: "*" } }, /Effect is missing/],
    ["an effect in lower case", { Statement: { ...ok, Effect: "allow" } }, /Effect is "allow"/],
    ["both Action and NotAction", { Statement: { ...ok, NotAction: "*" } }, /both Action and NotAction/],
    [
      "neither Action nor NotAction",
      { Statement: { Effect: "Allow", Resource: "*" } },
      /missing the required field Action/,
    ],
    ["an action without a service", { Statement: { ...ok, Action: "SendMessage" } }, /action "SendMessage"/],
    ["a wildcard as service", { Statement: { ...ok, Action: "*:Send" } }, /action "\*:Send"/],
    ["an empty list of actions", { Statement: { ...ok, Action: [] } }, /at least one string/],
    ["no resource", { Statement: { Effect: "Allow", Action: "*" } }, /missing the required field Resource/, "identity"],
    ["a resource that is no ARN", { Statement: { ...ok, Resource: "my-queue" } }, /ARN format/],
    [
      "a principal in an identity policy",
      { Statement: { ...ok, Principal: "*" } },
      /prohibited field Principal/,
      "identity",
    ],
    ["no principal in a resource policy", { Statement: ok }, /missing the required field Principal/, "resource"],
    ["a resource in a trust policy", { Statement: { ...ok, Principal: "*" } }, /prohibited field Resource/, "trust"],
    [
      "a wildcard inside a principal",
      { Statement: { ...ok, Principal: { AWS: "arn:aws:iam::111122223333:role/*" } } },
      /Invalid principal/,
    ],
    ["a principal that is no ARN", { Statement: { ...ok, Principal: { AWS: "worker" } } }, /Invalid principal/],
    ["a service that is none", { Statement: { ...ok, Principal: { Service: "sns" } } }, /Invalid principal/],
    ["an unknown kind of principal", { Statement: { ...ok, Principal: { Aws: "*" } } }, /Unknown principal kind "Aws"/],
    [
      "a canonical user",
      { Statement: { ...ok, Principal: { CanonicalUser: "79a5" } } },
      /CanonicalUser.*not supported/,
    ],
    ["Allow with NotPrincipal", { Statement: { ...ok, NotPrincipal: "*" } }, /NotPrincipal is supported only with/],
    ["an unknown operator", conditioned({ StringMatches: { a: "b" } }), /Unknown condition operator "StringMatches"/],
    ["NullIfExists", conditioned({ NullIfExists: { a: "true" } }), /Unknown condition operator "NullIfExists"/],
    ["an operator in lower case", conditioned({ stringequals: { a: "b" } }), /Unknown condition operator/],
    ["BoolNot", conditioned({ NotBool: { a: "true" } }), /Unknown condition operator/],
    [
      "a number that is none",
      conditioned({ NumericEquals: { a: "ten" } }),
      /"a" has the value "ten": expected a number/,
    ],
    ["a date that is none", conditioned({ DateEquals: { a: "soon" } }), /ISO 8601/],
    ["a boolean that is none", conditioned({ Bool: { a: "yes" } }), /true or false/],
    ["a Null that is neither", conditioned({ Null: { a: "maybe" } }), /true or false/],
    ["an address that is none", conditioned({ IpAddress: { a: "203.0.113.0/33" } }), /CIDR/],
    ["a key without values", conditioned({ StringEquals: { a: [] } }), /no values/],
    ["an object as value", conditioned({ StringEquals: { a: { b: 1 } } }), /strings, numbers or booleans/],
    ["a Sid with a blank", { Statement: { ...ok, Sid: "my sid" } }, /letters and digits/, "identity"],
    [
      "a Sid twice",
      {
        Statement: [
          { ...ok, Sid: "A" },
          { ...ok, Sid: "A" },
        ],
      },
      /must be unique/,
      "identity",
    ],
  ];
  for (const [name, document, message, kind] of rows) {
    it(`refuses ${name}`, () => {
      expect(() => parse(document, kind)).to.throw(MalformedPolicyDocument, message);
    });
  }
});
