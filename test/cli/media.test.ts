import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { applicationMedia, deployBesideApplication, putMedia } from "../../cli/start/media";
import { readMediaFolder } from "../../cli/start/media-folder";
import { replay } from "../../cli/start/replay";
import type { Sandbox, StackGraph } from "../../sandbox";
import type { S3Service } from "../../sandbox/services/s3";
import { busyHours, graphOf } from "../support/platform";

const keyArn = "arn:aws:kms:ap-south-1:111111111111:key/9d3a6c1e-5b7f-4a64-8a0e-2f6f7f0f6b11";
const topicArn = "arn:aws:sns:ap-southeast-1:111111111111:post-events";

/** A stack without resources. */
const graph = (stack: string, outputs: StackGraph["outputs"]): StackGraph => ({
  project: "p",
  stack,
  resources: [],
  outputs,
});

/** Buckets of a world, by account and region, with the key of their encryption. */
const bucketsOf = (sandbox: Sandbox) =>
  sandbox.cloud
    .service<S3Service>("s3")
    .store.all()
    .map(({ name, account, region, settings }) => [name, account, region, settings.encryption.kmsKeyId]);

describe("The application's media", () => {
  const cases: [string, StackGraph["outputs"], ReturnType<typeof applicationMedia>][] = [
    ["unknown to a program that has none", { topicArn }, undefined],
    [
      "in the region of the topic",
      { topicArn, applicationMediaBucket: "media" },
      { bucket: "media", place: { account: "111111111111", region: "ap-southeast-1" } },
    ],
    [
      "in the region of their key",
      { topicArn, applicationMediaBucket: "media", applicationMediaKeyArn: keyArn },
      { bucket: "media", keyArn, place: { account: "111111111111", region: "ap-south-1" } },
    ],
  ];
  for (const [what, outputs, expected] of cases) {
    it(`are ${what}`, () => expect(applicationMedia(outputs)).to.deep.equal(expected));
  }

  it("are there before stacks are deployed, once, though two stacks read them", async () => {
    const outputs = { topicArn, applicationMediaBucket: "media", applicationMediaKeyArn: keyArn };
    const sandbox = await deployBesideApplication([graph("prod", outputs), graph("dr", outputs), graph("none", {})]);
    try {
      expect(bucketsOf(sandbox)).to.deep.equal([["media", "111111111111", "ap-south-1", keyArn]]);
    } finally {
      sandbox.close();
    }
  });

  it("are put into the bucket of a stack that has one, and of no other", async () => {
    const sandbox = await deployBesideApplication([
      graph("dev", { topicArn, applicationMediaBucket: "media" }),
      graph("none", {}),
    ]);
    try {
      const made: string[] = [];
      const object = (key: string) => ({ key, make: () => Buffer.from(`bytes ${made.push(key)}`) });
      await putMedia(sandbox, "dev", [object("audio/u-1/p-1.mp3"), object("video/u-1/p-2.mp4")]);
      const s3 = sandbox.cloud.service<S3Service>("s3");
      const found = [...s3.objects("media")].map(({ key, body }) => `${key}: ${body.toString()}`);
      expect(found).to.deep.equal(["audio/u-1/p-1.mp3: bytes 1", "video/u-1/p-2.mp4: bytes 2"]);
      const refused = await putMedia(sandbox, "none", [object("audio/x")]).catch((error: Error) => error.message);
      expect(refused).to.equal('The stack "none" knows of no media of an application.');
      expect(made.length).to.equal(2);
    } finally {
      sandbox.close();
    }
  });

  for (const stack of ["dev", "prod"]) {
    it(`lie in the bucket of ${stack} when the first event of a replay comes`, async () => {
      const feed = (await busyHours(2)).slice(0, 3);
      const media = [{ key: "audio/u-1/p-1.mp3", make: () => Buffer.from("x") }];
      const until = Date.parse(feed[0]?.at as string) + 1000;
      const { sandbox } = await replay({ graphs: await graphOf(stack), seed: 1, feed, media, until });
      try {
        const { bucket } = applicationMedia(sandbox.outputs(stack)) as { bucket: string };
        const [object, ...others] = [...sandbox.cloud.service<S3Service>("s3").objects(bucket)];
        expect([object?.key, others.length]).to.deep.equal(["audio/u-1/p-1.mp3", 0]);
        expect(object?.modified).to.be.lessThan(Date.parse(feed[0]?.at as string));
      } finally {
        sandbox.close();
      }
    });
  }
});

describe("A folder of media", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "media-test-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (path: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  };

  it("holds objects by their keys, in their order, and no hidden file", () => {
    for (const path of ["video/u-1/p-2.mp4", "audio/u-2/ऑडियो.ogg", "audio/u-1/p-1.mp3", "audio/.cache/x", ".store"])
      file(path);
    file("images/p-1.jpg");
    const found = readMediaFolder(folder).map(({ key, make }) => [key, Buffer.from(make()).toString()]);
    const keys = ["audio/u-1/p-1.mp3", "audio/u-2/ऑडियो.ogg", "images/p-1.jpg", "video/u-1/p-2.mp4"];
    expect(found).to.deep.equal(keys.map((key) => [key, key]));
  });

  it("is refused when it is not there, is a file, or holds no recording by its key", () => {
    file("u-1/p-1.mp3");
    expect(() => readMediaFolder(join(folder, "none"))).to.throw(/The media folder .*none does not exist\./);
    expect(() => readMediaFolder(join(folder, "u-1", "p-1.mp3"))).to.throw(/p-1\.mp3 is no folder\./);
    expect(() => readMediaFolder(folder)).to.throw(/holds no file below audio\/ or video\/: a post whose audioFile is/);
  });
});
