import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { statusPages } from "../../../sandbox/status/pages";
import type { WorldState } from "../../../sandbox/status/state";
import { clientFor } from "../../../sandbox/kernel/client";
import { Bench, place, root } from "../services/lambda/support";

describe("what the sandbox tells of itself", () => {
  let bench: Bench;
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const reply = await statusPages(bench.cloud, []).answer(path, headers);
    return (
      reply && { status: reply.statusCode, headers: reply.headers, text: Buffer.from(reply.body).toString("utf8") }
    );
  };

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(() => bench.close());

  it("tells how queues stand, in the world's time", async () => {
    await bench.resource("aws:sqs/queue:Queue", "work", { name: "work" });
    const sqs = clientFor(bench.cloud, SQSClient, "sqs", root, place.region);
    const QueueUrl = `https://sqs.${place.region}.amazonaws.com/${place.account}/work`;
    const sent = sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a" }));
    await bench.world.runFor(90_000);
    await sent;
    const state = JSON.parse((await ask("state"))?.text ?? "") as WorldState;
    expect(state.now).to.equal("2026-11-02T00:01:30.000Z");
    expect(state.alarms).to.deep.equal([]);
    const work = state.resources[`arn:aws:sqs:${place.region}:${place.account}:work`];
    expect(work).to.include({ waiting: 1, running: 0, sent: 1 });
    expect(work?.["ageSeconds"]).to.be.within(88, 90);
  });

  it("gives a player an object, whole or by ranges", async () => {
    await bench.resource("aws:s3/bucket:Bucket", "films", { bucket: "films" });
    const s3 = clientFor(bench.cloud, S3Client, "s3", root, place.region);
    const put = s3.send(new PutObjectCommand({ Bucket: "films", Key: "audio/a b.mp3", Body: "0123456789" }));
    await bench.world.runFor(1_000);
    await put;
    expect(await ask("objects/films/audio/a%20b.mp3")).to.deep.include({ status: 200, text: "0123456789" });
    const part = await ask("objects/films/audio/a%20b.mp3", { range: "bytes=2-4" });
    expect(part).to.deep.include({ status: 206, text: "234" });
    expect(part?.headers).to.include({ "content-range": "bytes 2-4/10", "content-type": "audio/mpeg" });
    expect(await ask("objects/films/audio/a%20b.mp3", { range: "bytes=10-" })).to.deep.include({ status: 416 });
    for (const none of ["objects/films/audio/b.mp3", "objects/none/a", "objects/films/%", "objects/", "other"])
      expect(await ask(none), none).to.equal(undefined);
  });
});
