import { expect } from "chai";
import { admitting, EdgeBench, keyUse, type Plan } from "./bench";

const path = "/captions/p-1/v1/hi.vtt";
const other = "arn:aws:cloudfront::222222222222:distribution/EOTHER";

/** What comes of a request for an object that is there, and of one for an object that is not. */
interface Row {
  readonly title: string;
  readonly plan: Plan;
  readonly there: number;
  readonly missing: number;
}

const [read, list] = admitting("ARN") as [Record<string, unknown>, Record<string, unknown>];
const withArn = (statement: Record<string, unknown>, arn: string) => ({
  ...statement,
  Condition: { StringEquals: { "aws:SourceArn": arn } },
});

const rows: readonly Row[] = [
  { title: "the statements for this distribution", plan: {}, there: 200, missing: 404 },
  {
    title: "no statement that lets it list: a missing object is not told from a forbidden one",
    plan: { statements: (arn) => [withArn(read, arn)] },
    there: 200,
    missing: 403,
  },
  { title: "no statement", plan: { statements: () => [withArn(list, other)] }, there: 403, missing: 403 },
  {
    title: "statements for another distribution",
    plan: { statements: () => [withArn(read, other), withArn(list, other)] },
    there: 403,
    missing: 403,
  },
  {
    title: "statements for another account",
    plan: {
      statements: () => [
        { ...read, Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } } },
        { ...list, Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } } },
      ],
    },
    there: 403,
    missing: 403,
  },
  {
    title: "statements for its account",
    plan: {
      statements: () => [
        { ...read, Condition: { StringEquals: { "aws:SourceAccount": "222222222222" } } },
        { ...list, Condition: { StringEquals: { "aws:SourceAccount": "222222222222" } } },
      ],
    },
    there: 200,
    missing: 404,
  },
  { title: "unsigned requests", plan: { control: { signingBehavior: "never" } }, there: 403, missing: 403 },
  {
    title: "no origin access control",
    plan: { origin: { originAccessControlId: undefined } },
    there: 403,
    missing: 403,
  },
  { title: "a key that it may use", plan: { keyStatements: [keyUse] }, there: 200, missing: 404 },
  { title: "a key that it may not use", plan: { keyStatements: [] }, there: 403, missing: 404 },
  {
    title: "a key for other distributions",
    plan: {
      keyStatements: [
        { ...keyUse, Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111111111111:distribution/*" } } },
      ],
    },
    there: 403,
    missing: 404,
  },
  {
    title: "a bucket that denies what comes without TLS",
    plan: {
      statements: (arn) => [
        ...admitting(arn),
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::films", "arn:aws:s3:::films/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    },
    there: 200,
    missing: 404,
  },
];

describe("CloudFront: what a bucket lets it read", () => {
  let bench: EdgeBench;
  beforeEach(() => {
    bench = new EdgeBench();
  });
  afterEach(() => bench.close());

  for (const { title, plan, there, missing } of rows) {
    it(`with ${title}: ${there}, and ${missing} for what is missing`, async () => {
      await bench.deploy(plan);
      await bench.put(path.slice(1), "WEBVTT");
      for (const method of ["GET", "HEAD"]) {
        const answer = await bench.get(path, { method });
        expect(answer.status, method).to.equal(there);
        if (there === 403 && method === "GET") expect(answer.text).to.contain("<Code>AccessDenied</Code>");
        expect((await bench.get("/captions/none", { method })).status, method).to.equal(missing);
      }
    });
  }

  it("is confined to what the statement names", async () => {
    await bench.deploy();
    await bench.put("drafts/p-1.vtt", "WEBVTT");
    expect((await bench.get("/drafts/p-1.vtt")).status).to.equal(403);
  });

  it("asks as the service, for the distribution, by the key's encryption context", async () => {
    const Condition = {
      StringEquals: {
        "kms:ViaService": "s3.ap-south-1.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::films",
      },
    };
    await bench.deploy({ keyStatements: [{ ...keyUse, Condition }] });
    await bench.put(path.slice(1), "WEBVTT");
    expect((await bench.get(path)).status).to.equal(200);
    expect(bench.cloud.ledger.denials()).to.deep.equal([]);
  });

  it("does not keep a denial: it is over as soon as the policy is mended", async () => {
    await bench.deploy({ statements: () => [withArn(list, other)] });
    await bench.put(path.slice(1), "WEBVTT");
    const denied = await bench.get(path);
    expect([denied.status, denied.cache]).to.deep.equal([403, "Error"]);
    await bench.admit(admitting(bench.arn));
    expect((await bench.get(path)).status).to.equal(200);
  });

  it("serves from the cache what it may not read any more, until that expires", async () => {
    await bench.deploy();
    await bench.put(path.slice(1), "WEBVTT");
    await bench.get(path);
    await bench.admit([withArn(read, other)]);
    expect((await bench.get(path)).status).to.equal(200);
    await bench.pass(300);
    expect((await bench.get(path)).status).to.equal(403);
  });
});
