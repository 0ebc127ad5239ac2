import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import type { IamService } from "../../sandbox/services/iam";
import type { StsService } from "../../sandbox/services/sts";
import { graphOf } from "../support/platform";
import { Stage } from "../support/stage";

const KEYS = ["audio/u-1/p-1.mp3", "video/u-1/p-1.mp4", "images/p-1.jpg", "audio.csv", "backups/users.csv"] as const;

type Session = { readonly principal: never; readonly account: string };

/** Whatever the program gives a role of the data account, it is tried here, in both arrangements of accounts. */
for (const stack of ["dev", "prod"]) {
  describe(`The application's media bucket, from the data account of ${stack}`, function () {
    this.timeout(120_000);
    let stage: Stage;
    let bucket: string;
    let application: string;
    /** Names of the data account's roles. */
    let roles: readonly string[];

    before(async () => {
      const graphs = await graphOf(stack);
      stage = await Stage.open(graphs, "2026-11-02T08:00:00Z");
      bucket = stage.output("applicationMediaBucket");
      application = stage.output("mediaReaderArn").split(":")[4] as string;
      roles = graphs
        .flatMap(({ resources }) => resources)
        .filter(({ type, name }) => type === "aws:iam/role:Role" && name !== "media-reader")
        .map(({ inputs }) => String(inputs["name"]));
      const owner = clientOf({ kind: "root", account: application }, application);
      for (const Key of KEYS) await must(() => owner.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key })));
    });
    after(() => stage.close());

    const clientOf = (principal: object, account: string): S3Client =>
      stage.sandbox.client(S3Client, "s3", { principal: principal as never, account }, stage.place.region);
    /** A role, whoever has assumed it. */
    const asRole = (name: string): Session => {
      const { account } = stage.place;
      const roleArn = `arn:aws:iam::${account}:role/${name}`;
      const sessionArn = `arn:aws:sts::${account}:assumed-role/${name}/try`;
      return { principal: { kind: "role", account, roleArn, sessionArn, sessionName: "try" } as never, account };
    };
    const must = async <T>(work: () => Promise<T>): Promise<T> => {
      const answer = await stage.until(work);
      if (answer !== null && typeof answer === "object" && "error" in answer) throw new Error(String(answer.error));
      return answer as T;
    };
    /** `done`, or the name of the error. */
    const tried = async (work: () => Promise<unknown>): Promise<string> => {
      const answer = await stage.until(async () => {
        await work();
        return "done";
      });
      return typeof answer === "string" ? answer : answer.error;
    };
    /** The media reader, as a role of the data account assumes it. */
    const reader = async (session: Session, ExternalId?: string): Promise<S3Client> => {
      const client = stage.sandbox.client(STSClient, "sts", session, stage.place.region);
      const input = { RoleArn: stage.output("mediaReaderArn"), RoleSessionName: "try", ExternalId };
      const { Credentials } = await must(() => client.send(new AssumeRoleCommand(input)));
      const caller = stage.sandbox.cloud.service<StsService>("sts").callerOf(Credentials?.AccessKeyId ?? "");
      return stage.sandbox.client(S3Client, "s3", caller as never, stage.place.region);
    };
    const writes = (client: S3Client) => [
      () => client.send(new PutObjectCommand({ Bucket: bucket, Key: "audio/u-1/new.mp3", Body: "x" })),
      () => client.send(new PutObjectCommand({ Bucket: bucket, Key: KEYS[0], Body: "x" })),
      () => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: KEYS[0] })),
      () => client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: "video/u-1/new.mp4" })),
      () => client.send(new CopyObjectCommand({ Bucket: bucket, Key: "audio/x", CopySource: `${bucket}/${KEYS[0]}` })),
    ];
    const reads = (client: S3Client) => [
      ...KEYS.map((Key) => () => client.send(new GetObjectCommand({ Bucket: bucket, Key }))),
      () => client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "audio/" })),
    ];
    const outcomes = async (calls: readonly (() => Promise<unknown>)[]): Promise<string[]> => {
      const found: string[] = [];
      for (const call of calls) found.push(await tried(call));
      return found;
    };

    it("is written and read by no role of the data account itself", async () => {
      expect(roles.length).to.be.greaterThan(20);
      for (const name of roles) {
        const { principal, account } = asRole(name);
        const client = clientOf(principal, account);
        const found = new Set(await outcomes([...writes(client), ...reads(client)]));
        expect([...found], name).to.deep.equal(["AccessDenied"]);
      }
    });

    it("is reached through the media reader by start-transcription alone", async () => {
      const able: string[] = [];
      for (const name of roles) {
        const client = stage.sandbox.client(STSClient, "sts", asRole(name), stage.place.region);
        const input = {
          RoleArn: stage.output("mediaReaderArn"),
          RoleSessionName: "try",
          ExternalId: `huut-${stack}-media`,
        };
        if ((await tried(() => client.send(new AssumeRoleCommand(input)))) === "done") able.push(name);
      }
      expect(able).to.deep.equal([`huut-${stack}-start-transcription`]);
    });

    it("is not reached without the external id, nor with another one", async () => {
      const session = asRole(`huut-${stack}-start-transcription`);
      for (const ExternalId of [undefined, "huut-test-media"]) {
        const client = stage.sandbox.client(STSClient, "sts", session, stage.place.region);
        const input = { RoleArn: stage.output("mediaReaderArn"), RoleSessionName: "try", ExternalId };
        expect(await tried(() => client.send(new AssumeRoleCommand(input)))).to.equal("AccessDenied");
      }
    });

    it("is read through it below audio/ and video/, and nowhere else; it is never written or listed", async () => {
      const session = asRole(`huut-${stack}-start-transcription`);
      const client = await reader(session, `huut-${stack}-media`);
      expect(await outcomes(reads(client))).to.deep.equal(["done", "done", ...Array<string>(4).fill("AccessDenied")]);
      expect(new Set(await outcomes(writes(client)))).to.deep.equal(new Set(["AccessDenied"]));
    });

    it("is named by no grant but that of the media reader, which reads", () => {
      const grants = stage.sandbox.cloud.service<IamService>("iam").grants();
      const named = grants.filter(({ resource }) => resource.includes(bucket));
      expect(named.map(({ role, action, resource }) => [role.split("/").at(-1), action, resource])).to.deep.equal(
        ["audio/*", "video/*"].map((folder) => [
          `huut-${stack}-media-reader`,
          "s3:GetObject",
          `arn:aws:s3:::${bucket}/${folder}`,
        ]),
      );
    });
  });
}
