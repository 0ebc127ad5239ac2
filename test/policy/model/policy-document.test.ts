import { expect } from "chai";
import {
  accountsOf,
  admitsAnyone,
  deniesPlainHttp,
  someStatement,
  type Statement,
  statementsOf,
  UNKNOWN,
  Value,
} from "../../../policy/model";

type Raw = Readonly<Record<string, unknown>>;

const read = (raw: unknown) => statementsOf(new Value(raw, "policy"));
const one = (raw: Raw): Statement => (read({ Statement: raw }) as readonly Statement[])[0] as Statement;

describe("policy: a policy document", () => {
  it("is read as text and as an object, with one statement and with many", () => {
    const statement = { Sid: "A", Effect: "Allow", Action: "s3:Get*", Resource: ["a", "b"] };
    const wanted = {
      sid: "A",
      allows: true,
      actions: ["s3:Get*"],
      notActions: [],
      resources: ["a", "b"],
      notResources: [],
      principals: [],
      notPrincipals: [],
      conditions: [],
    };
    expect(read(JSON.stringify({ Statement: [statement] }))).to.deep.equal([wanted]);
    expect(read({ Statement: statement })).to.deep.equal([wanted]);
    expect(read({ Statement: [statement, statement] })).to.have.lengthOf(2);
  });

  it("keeps what a statement excludes", () => {
    const { allows, sid, notActions, notResources, notPrincipals } = one({
      Effect: "Deny",
      NotAction: ["s3:*"],
      NotResource: "c",
      NotPrincipal: { AWS: ["1", "2"] },
    });
    expect({ allows, sid, notActions, notResources }).to.deep.equal({
      allows: false,
      sid: "",
      notActions: ["s3:*"],
      notResources: ["c"],
    });
    expect(notPrincipals).to.deep.equal([
      { type: "AWS", id: "1" },
      { type: "AWS", id: "2" },
    ]);
  });

  it("has no statements where there is nothing, and none that is known where a part is not", () => {
    for (const nothing of [undefined, null, "", {}]) expect(read(nothing), String(nothing)).to.deep.equal([]);
    for (const unknown of [UNKNOWN, { Statement: UNKNOWN }, { Statement: [{ Action: ["a", UNKNOWN] }] }])
      expect(read(unknown)).to.equal(UNKNOWN);
  });

  it("is malformed when it is no document", () => {
    for (const odd of ["{", "[]", "7", 7, true, [], { Statement: "x" }, { Statement: [{}, null] }, { Statement: [[]] }])
      expect(read(odd), JSON.stringify(odd)).to.equal("malformed");
  });

  it("takes a condition apart: operator, key and values, whatever their case", () => {
    const { conditions } = one({
      Condition: {
        "ForAllValues:StringLikeIfExists": { "AWS:PrincipalArn": ["a", "b"] },
        "ForAnyValue:StringEquals": { "aws:CalledVia": "x" },
        Bool: { "aws:SecureTransport": false },
        NumericLessThan: { "s3:max-keys": 7 },
        StringEqualsIgnoreCase: { a: { b: 1 } },
        Null: "odd",
      },
    });
    expect(conditions).to.deep.equal([
      { operator: "stringlike", key: "aws:principalarn", values: ["a", "b"] },
      { operator: "stringequals", key: "aws:calledvia", values: ["x"] },
      { operator: "bool", key: "aws:securetransport", values: ["false"] },
      { operator: "numericlessthan", key: "s3:max-keys", values: ["7"] },
      { operator: "stringequalsignorecase", key: "a", values: [] },
    ]);
    const operators = (...names: readonly string[]) =>
      one({ Condition: Object.fromEntries(names.map((name) => [name, { a: "b" }])) }).conditions.map(
        (each) => each.operator,
      );
    expect(operators("xForAllValues:StringLike", "StringIfExistsLike")).to.deep.equal([
      "xforallvalues:stringlike",
      "stringifexistslike",
    ]);
    expect(one({ Condition: { Bool: { a: null } } }).conditions[0]?.values).to.deep.equal([]);
    expect(one({ Condition: "odd" }).conditions).to.deep.equal([]);
  });

  it("names principals by type", () => {
    expect(one({ Principal: "*" }).principals).to.deep.equal([{ type: "*", id: "*" }]);
    expect(one({ Principal: { Service: "sns.amazonaws.com", AWS: [1, "2"] } }).principals).to.deep.equal([
      { type: "Service", id: "sns.amazonaws.com" },
      { type: "AWS", id: "1" },
      { type: "AWS", id: "2" },
    ]);
    expect(one({ Principal: "111111111111" }).principals).to.deep.equal([]);
    expect(one({ Principal: { AWS: null } }).principals).to.deep.equal([]);
  });

  describe("admits anyone", () => {
    const everyone = { Effect: "Allow", Principal: "*" };
    const on = (Condition: Raw) => admitsAnyone(one({ ...everyone, Condition }));

    it("who is not named, or is not left out", () => {
      expect(admitsAnyone(one(everyone))).to.equal(true);
      expect(admitsAnyone(one({ Principal: { AWS: ["1", "*"] } }))).to.equal(true);
      expect(admitsAnyone(one({ NotPrincipal: { AWS: "1" } }))).to.equal(true);
      expect(admitsAnyone(one({ Principal: { AWS: "1" } }))).to.equal(false);
      expect(admitsAnyone(one({ ...everyone, Effect: "Deny" }))).to.equal(false);
    });

    const WHO = [
      "aws:SourceArn",
      "aws:SourceAccount",
      "aws:SourceOrgID",
      "aws:SourceOwner",
      "aws:PrincipalArn",
      "aws:PrincipalAccount",
      "aws:PrincipalOrgID",
      "aws:userid",
      "aws:SourceVpc",
      "aws:SourceVpce",
      "kms:CallerAccount",
      "SNS:Endpoint",
      "s3:DataAccessPointAccount",
    ];
    for (const key of WHO)
      it(`but for those of ${key}`, () => expect(on({ StringEquals: { [key]: "1" } })).to.equal(false));

    for (const operator of ["StringLike", "ArnLike", "ArnEquals", "StringEqualsIgnoreCase", "StringEqualsIfExists"])
      it(`but for those that ${operator} chooses`, () =>
        expect(on({ [operator]: { "aws:SourceArn": "arn:x*" } })).to.equal(false));

    it("whom a condition does not choose", () => {
      for (const operator of ["StringNotEquals", "Bool", "ArnNotLike", "NotStringEquals", "StringEqualsX"])
        expect(on({ [operator]: { "aws:SourceArn": "1" } }), operator).to.equal(true);
      expect(on({ StringEquals: { "aws:RequestedRegion": "1" } })).to.equal(true);
      expect(on({ StringLike: { "aws:SourceArn": "*" } })).to.equal(true);
      expect(on({ StringLike: { "aws:SourceArn": ["1", "**"] } })).to.equal(true);
      expect(on({ StringLike: { "aws:SourceArn": [] } })).to.equal(true);
      expect(on({ StringLike: { "aws:SourceArn": "*a" } })).to.equal(false);
    });
  });

  describe("denies plain HTTP", () => {
    const Condition = { Bool: { "aws:SecureTransport": "false" } };
    const good = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "x", Condition };
    const denies = (changed: Raw) => deniesPlainHttp(one({ ...good, ...changed }), "s3");

    it("to everyone, for every action", () => {
      for (const Action of ["s3:*", "S3:*", "*", ["s3:GetObject", "s3:*"]]) expect(denies({ Action })).to.equal(true);
      expect(denies({ Principal: { AWS: ["1", "*"] } })).to.equal(true);
    });

    it("not by less than that", () => {
      const less: readonly Raw[] = [
        { Effect: "Allow" },
        { Action: "s3:GetObject" },
        { Action: "sqs:*" },
        { Action: [] },
        { Principal: { AWS: "1" } },
        { Principal: {} },
        { Condition: {} },
        { Condition: { Bool: { "aws:SecureTransport": "true" } } },
        { Condition: { Bool: { "aws:SecureTransport": ["false", "true"] } } },
        { Condition: { Bool: { "aws:SecureTransport": [] } } },
        { Condition: { Bool: { "aws:ViaAWSService": "false" } } },
        { Condition: { StringEquals: { "aws:SecureTransport": "false" } } },
        { Condition: { ...Condition, StringEquals: { "aws:SourceAccount": "1" } } },
      ];
      for (const changed of less) expect(denies(changed), JSON.stringify(changed)).to.equal(false);
    });
  });

  it("names the accounts of its principals", () => {
    const accounts = (Principal: unknown) => accountsOf(one({ Principal }));
    expect(
      accounts({
        AWS: ["111111111111", "arn:aws:iam::222222222222:role/a", "arn:aws-cn:sts::333333333333:assumed-role/b/c"],
      }),
    ).to.deep.equal(["111111111111", "222222222222", "333333333333"]);
    expect(accounts("*")).to.deep.equal(["*"]);
    expect(accounts({ AWS: "*" })).to.deep.equal(["*"]);
    expect(accounts({ Service: "sns.amazonaws.com", Federated: "x" })).to.deep.equal([]);
    for (const odd of [
      "1",
      "1111111111110",
      "x111111111111",
      "arn:aws:s3::222222222222:role/a",
      "x-arn:aws:iam::222222222222:role/a",
      "AIDAODD",
    ])
      expect(accounts({ AWS: odd })).to.deep.equal([odd]);
  });

  it("is asked for a statement that is so", () => {
    const some = (raw: unknown, malformed?: boolean) =>
      someStatement(new Value(raw, ""), ({ sid }) => (sid === "?" ? UNKNOWN : sid === "yes"), malformed);
    const sids = (...names: readonly string[]) => ({ Statement: names.map((Sid) => ({ Sid })) });
    expect(some(sids("no", "yes"))).to.equal(true);
    expect(some(sids("?", "yes"))).to.equal(true);
    expect(some(sids("?", "no"))).to.equal(UNKNOWN);
    expect(some(sids("no"))).to.equal(false);
    expect(some(undefined)).to.equal(false);
    expect(some(UNKNOWN)).to.equal(UNKNOWN);
    expect(some("{")).to.equal(true);
    expect(some("{", false)).to.equal(false);
  });
});
