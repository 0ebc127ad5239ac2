import { expect } from "chai";
import { folderOf, unknownVariables } from "../../../../sandbox/services/logs/vended/object-key";
import { logTypes, type LogType } from "../../../../sandbox/services/logs/vended/log-types";
import type { LogsService } from "../../../../sandbox/services/logs";
import { account, edge, EdgeBench, place } from "./bench";

const path = "/captions/a.vtt";
const sourceArn = `arn:aws:logs:us-east-1:${account}:delivery-source:films`;

interface Options {
  readonly statement?: Record<string, unknown> | undefined;
  readonly prefix?: string;
  readonly recordFields?: string[];
  readonly s3?: { readonly suffixPath: string; readonly enableHiveCompatiblePath: boolean };
}

describe("The access logs of CloudFront", () => {
  let bench: EdgeBench;
  beforeEach(async () => {
    bench = new EdgeBench();
    await bench.deploy();
    await bench.put(path.slice(1), "WEBVTT");
    await bench.make("s3/bucket:Bucket", "logs", { bucket: "logs" });
  });
  afterEach(() => bench.close());

  const admits = (arn = sourceArn) => ({
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::logs/*",
    Condition: {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": arn },
    },
  });
  const source = (more: Record<string, unknown> = {}, where = edge) =>
    bench.make(
      "cloudwatch/logDeliverySource:LogDeliverySource",
      String(more["name"] ?? "films"),
      { name: "films", logType: "ACCESS_LOGS", resourceArn: bench.arn, ...more },
      where,
    );
  const destination = (more: Record<string, unknown> = {}) =>
    bench.make(
      "cloudwatch/logDeliveryDestination:LogDeliveryDestination",
      "films",
      {
        name: "films",
        outputFormat: "json",
        deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:s3:::logs" },
        ...more,
      },
      edge,
    );
  const delivery = (more: Record<string, unknown> = {}) =>
    bench.make(
      "cloudwatch/logDelivery:LogDelivery",
      String(more["deliverySourceName"] ?? "films"),
      {
        deliverySourceName: "films",
        deliveryDestinationArn: `arn:aws:logs:us-east-1:${account}:delivery-destination:films`,
        ...more,
      },
      edge,
    );
  const deliver = async ({ statement = admits(), prefix = "", recordFields, s3 }: Options = {}) => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await bench.make("s3/bucketPolicy:BucketPolicy", "logs", { bucket: "logs", policy });
    await source();
    const destinationResourceArn = `arn:aws:s3:::logs${prefix}`;
    await destination({ deliveryDestinationConfiguration: { destinationResourceArn } });
    await delivery({ ...(recordFields && { recordFields }), ...(s3 && { s3DeliveryConfigurations: [s3] }) });
  };
  const files = () => bench.cloud.service<LogsService>("logs").deliveries.files();
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (reason: unknown) => reason as Error & { readonly code?: string },
    );

  it("arrive within minutes, a line a request, in the folder of the hour", async () => {
    const s3 = { suffixPath: "{distributionid}/{yyyy}/{MM}/{dd}/{HH}", enableHiveCompatiblePath: true };
    await deliver({ prefix: "/cloudfront", s3 });
    await bench.get(`${path}?lang=hi`, {
      headers: { host: bench.domainName, "user-agent": "Mozilla 5", referer: "https://huut.example/" },
    });
    await bench.pass(10);
    await bench.get(path, { headers: { range: "bytes=0-2" } });
    await bench.get("/captions/none", { method: "HEAD" });
    expect(bench.files("logs")).to.deep.equal({});
    await bench.pass(300);
    const [[key, text], ...others] = Object.entries(bench.files("logs")) as [[string, string]];
    expect(others).to.deep.equal([]);
    const id = bench.distributionId;
    expect(key).to.match(
      new RegExp(
        `^cloudfront/distributionid=${id}/year=2026/month=11/day=02/hour=05/${id}\\.2026-11-02-05\\.[0-9a-f]{8}\\.gz$`,
      ),
    );
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(lines[0]).to.include({
      date: "2026-11-02",
      time: "05:00:00",
      "x-edge-location": "BOM78-P1",
      "c-ip": "203.0.113.9",
      "cs-method": "GET",
      "cs(Host)": bench.domainName,
      "cs-uri-stem": path,
      "cs-uri-query": "lang=hi",
      "sc-status": "200",
      "cs(User-Agent)": "Mozilla%205",
      "cs(Referer)": "https://huut.example/",
      "cs(Cookie)": "-",
      "x-edge-result-type": "Miss",
      "cs-protocol": "https",
      "sc-content-type": "text/vtt",
      "sc-content-len": "6",
      "sc-range-start": "-",
    });
    expect(Object.keys(lines[0] ?? {})).to.deep.equal((logTypes[0] as LogType).defaults);
    expect(lines[1]).to.include({ "sc-status": "206", "sc-range-start": "0", "sc-range-end": "2" });
    expect(lines[1]).to.include({ "x-edge-result-type": "Hit", time: "05:00:10" });
    expect(lines[2]).to.include({ "sc-status": "404", "x-edge-result-type": "Error", "cs-method": "HEAD" });
    expect(files()).to.deep.equal({ delivered: 1, undelivered: 0 });
  });

  it("have a file for each hour of requests, and the fields that are asked for", async () => {
    await deliver({ recordFields: ["time", "sc-status", "timestamp(ms)"] });
    await bench.pass(3_590);
    await bench.get(path);
    await bench.pass(20);
    await bench.get(path);
    await bench.pass(600);
    const found = Object.entries(bench.files("logs"));
    expect(found.map(([key]) => key.replace(/\.[0-9a-f]{8}\.gz$/, ""))).to.deep.equal(
      ["05", "06"].map((hour) => `AWSLogs/${account}/CloudFront/${bench.distributionId}.2026-11-02-${hour}`),
    );
    const at = Date.UTC(2026, 10, 2, 5, 59, 50);
    expect(JSON.parse(found[0]?.[1] ?? "")).to.deep.equal({
      time: "05:59:50",
      "sc-status": "200",
      "timestamp(ms)": String(at),
    });
  });

  const refusals: readonly (readonly [title: string, statement: Record<string, unknown>])[] = [
    ["another source", admits("arn:aws:logs:us-east-1:222222222222:delivery-source:other")],
    ["another account", { ...admits(), Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } } }],
    ["another ACL", { ...admits(), Condition: { StringEquals: { "s3:x-amz-acl": "private" } } }],
    ["another service", { ...admits(), Principal: { Service: "logging.s3.amazonaws.com" } }],
    ["another folder", { ...admits(), Resource: "arn:aws:s3:::logs/elsewhere/*" }],
  ];
  for (const [title, statement] of refusals) {
    it(`do not arrive where the bucket's policy is for ${title}`, async () => {
      await deliver({ statement });
      await bench.get(path);
      await bench.pass(600);
      expect(bench.files("logs")).to.deep.equal({});
      expect(files()).to.deep.equal({ delivered: 0, undelivered: 1 });
    });
  }

  it("are tried again when the bucket throttles", async () => {
    bench.close();
    bench = new EdgeBench({ faults: [{ kind: "throttle", service: "s3", resource: "logs/AWSLogs", times: 2 }] });
    await bench.deploy();
    await bench.put(path.slice(1), "WEBVTT");
    await bench.make("s3/bucket:Bucket", "logs", { bucket: "logs" });
    await deliver();
    await bench.get(path);
    await bench.pass(600);
    expect(files()).to.deep.equal({ delivered: 1, undelivered: 0 });
  });

  it("cross regions, from us-east-1 only", async () => {
    expect((await failure(source({}, place)))?.message).to.match(/from us-east-1 only/);
  });

  it("have one source a distribution, and one delivery a source", async () => {
    await source();
    const second = await failure(source({ name: "second" }));
    expect(second).to.include({
      code: "ConflictException",
      message: "This ResourceId has already been used in another Delivery Source in this account",
    });
    await destination();
    await delivery();
    expect(await failure(delivery())).to.have.property("code", "ConflictException");
  });

  it("refuse what is not there, not known or not modelled, by name", async () => {
    const missing = "arn:aws:cloudfront::222222222222:distribution/E0";
    expect(await failure(source({ resourceArn: missing }))).to.have.property("code", "ResourceNotFoundException");
    expect((await failure(source({ logType: "CONNECTION_LOGS" })))?.message).to.match(/no logs of the type CONNECTION/);
    const bus = "arn:aws:events:us-east-1:222222222222:event-bus/a";
    expect((await failure(source({ resourceArn: bus })))?.message).to.match(/the delivery of logs of events/);
    expect((await failure(destination({ outputFormat: "parquet" })))?.message).to.match(/outputFormat/);
    const group = { destinationResourceArn: "arn:aws:logs:us-east-1:222222222222:log-group:a" };
    expect((await failure(destination({ deliveryDestinationConfiguration: group })))?.message).to.match(/buckets only/);
    expect((await failure(delivery()))?.message).to.match(/does not exist: films/);
    await source();
    expect((await failure(delivery()))?.message).to.match(/does not exist: arn:aws:logs/);
    await destination();
    expect((await failure(delivery({ recordFields: ["date", "x-none"] })))?.message).to.match(/does not have: x-none/);
    const suffix = { suffixPath: "{year}/{account-id}/{yyyy}", enableHiveCompatiblePath: false };
    expect((await failure(delivery({ s3DeliveryConfigurations: [suffix] })))?.message).to.match(
      /does not have: year, account-id/,
    );
  });

  describe("their folder", () => {
    const type = logTypes[0] as LogType;
    const values = { yyyy: "2025", accountid: "1", "account-id": "1" };
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html#bucket-path-examples
    const rows: readonly (readonly [prefix: string, suffixPath: string, hive: boolean, folder: string])[] = [
      ["MyLogPrefix", "", false, "MyLogPrefix/"],
      ["MyLogPrefix", "myFolderA/", false, "MyLogPrefix/myFolderA/"],
      ["MyLogPrefix", "myFolderA/{yyyy}", true, "MyLogPrefix/myFolderA/year=2025/"],
      ["", "", false, "AWSLogs/1/CloudFront/"],
      ["", "myFolderA/", false, "AWSLogs/1/CloudFront/myFolderA/"],
      ["", "/myFolderA/", true, "AWSLogs/aws-account-id=1/CloudFront/myFolderA/"],
      ["", "myFolderA/{yyyy}", true, "AWSLogs/aws-account-id=1/CloudFront/myFolderA/year=2025/"],
      ["", "myFolderA/{accountid}", true, "AWSLogs/aws-account-id=1/CloudFront/myFolderA/accountid=1/"],
    ];
    for (const [prefix, suffixPath, hiveCompatible, folder] of rows) {
      it(`is ${folder}`, () => {
        expect(folderOf({ bucket: "b", prefix, suffixPath, hiveCompatible }, type, values)).to.equal(folder);
        expect(unknownVariables(suffixPath, type)).to.deep.equal([]);
      });
    }
  });
});
