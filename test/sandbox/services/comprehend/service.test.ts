import {
  BatchDetectDominantLanguageCommand,
  BatchDetectEntitiesCommand,
  BatchDetectKeyPhrasesCommand,
  BatchDetectSentimentCommand,
  ComprehendClient,
  DetectDominantLanguageCommand,
  DetectEntitiesCommand,
  DetectKeyPhrasesCommand,
  DetectPiiEntitiesCommand,
  DetectSentimentCommand,
  DetectSyntaxCommand,
} from "@aws-sdk/client-comprehend";
import { expect } from "chai";
import type { Principal } from "../../../../sandbox/iam";
import { clientFor } from "../../../../sandbox/kernel/client";
import { Cloud } from "../../../../sandbox/kernel/cloud";
import type { Fault } from "../../../../sandbox/world/faults";
import { World } from "../../../../sandbox/world/world";
import { createResource } from "../../../support/resource";

const account = "222222222222";
const place = { account, region: "ap-south-1" };
const root: Principal = { kind: "root", account };

type AnyCommand = new (input: object) => never;

const SINGLE = {
  DetectDominantLanguageCommand,
  DetectEntitiesCommand,
  DetectKeyPhrasesCommand,
  DetectSentimentCommand,
};
const BATCH = {
  BatchDetectDominantLanguageCommand,
  BatchDetectEntitiesCommand,
  BatchDetectKeyPhrasesCommand,
  BatchDetectSentimentCommand,
};

describe("Comprehend", () => {
  let world: World;
  let cloud: Cloud;
  const open = (faults: Fault[] = []) => {
    world = new World({ seed: 1, start: Date.UTC(2026, 10, 2), faults: { faults } });
    cloud = new Cloud(world);
    world.open();
  };
  beforeEach(() => open());
  afterEach(() => world.close());

  const client = (principal: Principal = root) =>
    clientFor(cloud, ComprehendClient, "comprehend", { principal, account }, place.region);
  const refusalOf = async (call: Promise<unknown>) => {
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof Error)) throw new Error("The call succeeded.");
    return error;
  };

  it("answers each operation in its own shape", async () => {
    const text = { Text: "Rain in Mumbai is great.", LanguageCode: "en" } as const;
    const { Languages } = await client().send(new DetectDominantLanguageCommand(text));
    expect(Languages?.[0]?.LanguageCode).to.equal("en");
    const { Sentiment, SentimentScore } = await client().send(new DetectSentimentCommand(text));
    expect(Sentiment).to.equal("POSITIVE");
    expect(SentimentScore).to.have.keys("Positive", "Negative", "Neutral", "Mixed");
    const { KeyPhrases } = await client().send(new DetectKeyPhrasesCommand(text));
    expect(KeyPhrases).to.deep.equal([
      { Score: 0.93, Text: "Rain", BeginOffset: 0, EndOffset: 4 },
      { Score: 0.995, Text: "Mumbai", BeginOffset: 8, EndOffset: 14 },
    ]);
    const { Entities } = await client().send(new DetectEntitiesCommand(text));
    expect(Entities).to.deep.equal([{ Score: 0.9, Type: "LOCATION", Text: "Mumbai", BeginOffset: 8, EndOffset: 14 }]);
  });

  it("answers a batch with each document's own answer, by its place", async () => {
    const TextList = ["I love rain", "रात", "The train is late"];
    const { ResultList, ErrorList } = await client().send(
      new BatchDetectSentimentCommand({ TextList, LanguageCode: "en" }),
    );
    expect(ErrorList).to.deep.equal([]);
    const alone = await Promise.all(
      TextList.map((Text) => client().send(new DetectSentimentCommand({ Text, LanguageCode: "en" }))),
    );
    expect(ResultList).to.deep.equal(
      alone.map(({ Sentiment, SentimentScore }, Index) => ({ Index, Sentiment, SentimentScore })),
    );
  });

  it("tells a document that it fails at apart from the others of a batch", async () => {
    const { ResultList, ErrorList } = await client().send(
      new BatchDetectDominantLanguageCommand({ TextList: ["hello my friend", "$$$$$$", "hola amigo, buenos días"] }),
    );
    expect(ResultList?.map(({ Index, Languages }) => [Index, Languages?.[0]?.LanguageCode])).to.deep.equal([
      [0, "en"],
      [2, "es"],
    ]);
    expect(ErrorList).to.deep.equal([
      {
        Index: 1,
        ErrorCode: "InternalServerException",
        ErrorMessage: "Unexpected Server Error. Please try again.",
      },
    ]);
    const error = await refusalOf(client().send(new DetectDominantLanguageCommand({ Text: "$$$$$$" })));
    expect(error.name).to.equal("InternalServerException");
  });

  for (const [name, Command] of Object.entries(SINGLE)) {
    const largest = name === "DetectSentimentCommand" ? 5_000 : 100_000;
    const ask = (Text: string, LanguageCode?: string) =>
      client().send(new (Command as unknown as AnyCommand)({ Text, LanguageCode }));

    it(`${name} takes ${largest} bytes of UTF-8, not one more`, async () => {
      const text = "न".repeat(Math.floor((largest - 4) / 3));
      const filled = text + " ".repeat(largest - Buffer.byteLength(text));
      await ask(filled, "hi");
      const error = await refusalOf(ask(`${filled} `, "hi"));
      expect(error.name).to.equal("TextSizeLimitExceededException");
      expect(error.message).to.contain(
        `is ${largest} bytes while in this request the text size is ${largest + 1} bytes`,
      );
    });

    it(`${name} refuses an empty text`, async () => {
      expect((await refusalOf(ask("", "hi"))).name).to.equal("ValidationException");
    });

    if (name === "DetectDominantLanguageCommand") continue;
    for (const code of ["ta", "te", "bn", "mr", "or", "ur", "xx", undefined]) {
      it(`${name} refuses documents in ${code ?? "no language"}`, async () => {
        const error = await refusalOf(ask("rain", code));
        expect(error.name).to.equal("ValidationException");
        expect(error.message).to.match(code === undefined ? /must not be null/ : /enum value set: \[ar, hi, .* es\]$/);
      });
    }
  }

  for (const [name, Command] of Object.entries(BATCH)) {
    const ask = (TextList: string[], LanguageCode = "hi") =>
      client().send(new (Command as unknown as AnyCommand)({ TextList, LanguageCode }));

    it(`${name} takes 25 documents, none of them empty or over 5,000 bytes`, async () => {
      const { ResultList } = (await ask(Array<string>(25).fill("चाय"))) as unknown as { ResultList: unknown[] };
      expect(ResultList).to.have.length(25);
      expect((await refusalOf(ask(Array<string>(26).fill("चाय")))).name).to.equal("BatchSizeLimitExceededException");
      expect((await refusalOf(ask([]))).name).to.equal("ValidationException");
      expect((await refusalOf(ask(["चाय", ""]))).name).to.equal("ValidationException");
      const large = "a".repeat(5_000);
      await ask([large]);
      expect((await refusalOf(ask(["चाय", `${large}a`]))).name).to.equal("TextSizeLimitExceededException");
      if (name !== "BatchDetectDominantLanguageCommand")
        expect((await refusalOf(ask(["மழை"], "ta"))).name).to.equal("ValidationException");
    });
  }

  it("counts what would be billed: units of 100 characters, three a document at least", async () => {
    await client().send(new DetectDominantLanguageCommand({ Text: "க".repeat(301) }));
    await client().send(new BatchDetectKeyPhrasesCommand({ TextList: ["a", "b"], LanguageCode: "en" }));
    expect(cloud.service("comprehend").summary?.()).to.deep.equal({
      [`${account}/ap-south-1/BatchDetectKeyPhrases`]: { standIn: true, requests: 1, documents: 2, units: 6 },
      [`${account}/ap-south-1/DetectDominantLanguage`]: { standIn: true, requests: 1, documents: 1, units: 4 },
    });
  });

  it("asks for the caller's permission of each operation, and throttles by a fault plan", async () => {
    world.close();
    open([{ kind: "throttle", service: "comprehend", times: 1 }]);
    const { principal, allow } = await makeRole();
    const detect = () => client(principal).send(new DetectSentimentCommand({ Text: "rain", LanguageCode: "en" }));
    expect((await refusalOf(detect())).name).to.equal("ThrottlingException");
    const denied = await refusalOf(detect());
    expect(denied.name).to.equal("AccessDeniedException");
    expect(denied.message).to.match(/not authorized to perform: comprehend:DetectSentiment/);
    await allow("comprehend:BatchDetectSentiment");
    expect((await refusalOf(detect())).name).to.equal("AccessDeniedException");
    const batch = new BatchDetectSentimentCommand({ TextList: ["rain"], LanguageCode: "en" });
    expect((await client(principal).send(batch)).ResultList).to.have.length(1);
  });

  it("is no answer of AWS when the sandbox lacks what is asked for", async () => {
    const text = { Text: "rain", LanguageCode: "en" } as const;
    const calls = [
      [client().send(new DetectSyntaxCommand(text)), /the operation comprehend:DetectSyntax/],
      [client().send(new DetectPiiEntitiesCommand(text)), /the operation comprehend:DetectPiiEntities/],
      [client().send(new DetectEntitiesCommand({ ...text, EndpointArn: "arn:aws:x" })), /custom recognizers/],
      [client().send(new DetectEntitiesCommand({ Bytes: new Uint8Array(1) })), /documents other than text/],
    ] as const;
    for (const [call, message] of calls) {
      const error = await refusalOf(call);
      expect(error.message)
        .to.match(/^The sandbox does not support /)
        .and.to.match(message);
    }
  });

  it("draws nothing from the world's chance, and asks no clock", async () => {
    const { random } = Math;
    const { now } = Date;
    const refuse = () => {
      throw new Error("A stand-in has drawn or looked at the clock.");
    };
    const texts = ["It rained in Mumbai on Sunday, and I love it 🎉", "आज मुंबई में बारिश है"];
    const answers = () =>
      Promise.all(
        texts.flatMap((Text, which) => {
          const LanguageCode = which === 0 ? "en" : "hi";
          return Object.keys(SINGLE).map((command) => {
            const input = { Text, LanguageCode };
            const name = command.replace("Command", "");
            return cloud.call({ principal: root, place, service: "comprehend", operation: name, input });
          });
        }),
      );
    const before = await answers();
    Object.assign(Math, { random: refuse });
    Object.assign(Date, { now: refuse });
    try {
      expect(await answers()).to.deep.equal(before);
    } finally {
      Object.assign(Math, { random });
      Object.assign(Date, { now });
    }
  });

  async function makeRole() {
    const trust = [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }];
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: trust });
    const make = (type: string, inputs: Record<string, unknown>) => createResource(cloud, type, "r", inputs, place);
    const role = await make("aws:iam/role:Role", { name: "r", assumeRolePolicy });
    const roleArn = (role as unknown as { arn: string }).arn;
    const sessionArn = `arn:aws:sts::${account}:assumed-role/r/s`;
    const principal: Principal = { kind: "role", account, roleArn, sessionArn, sessionName: "s" };
    const allow = (Action: string) =>
      make("aws:iam/rolePolicy:RolePolicy", {
        role: "r",
        name: "p",
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] }),
      });
    return { principal, allow };
  }
});
