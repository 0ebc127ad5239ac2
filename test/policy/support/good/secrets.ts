import { type Program } from "../program";
import { type Sketch } from "../specimen";
import { key, provider } from "./common";
import { inDataAccount } from "./place";

export const SECRET = "aws:secretsmanager/secret:Secret";

const arn = "arn:aws:secretsmanager:ap-south-1:222222222222:secret:huut-prod/slack-AbCdEf";

/** A secret that lacks nothing but a rotation. */
export function secret(props: Sketch["props"] = {}): Sketch {
  const good = { name: "huut-prod/slack", arn, id: arn, kmsKeyId: key, recoveryWindowInDays: 30 };
  return { type: SECRET, name: "slack", props: { ...good, ...props }, provider };
}

/** What rotates the secret every month, with something laid over its rules. */
export function rotation(rotationRules: unknown = { automaticallyAfterDays: 30 }, props: Sketch["props"] = {}): Sketch {
  const rotationLambdaArn = "arn:aws:lambda:ap-south-1:222222222222:function:huut-prod-rotate";
  return {
    type: "aws:secretsmanager/secretRotation:SecretRotation",
    name: "slack-rotation",
    props: { secretId: arn, rotationLambdaArn, rotationRules, ...props },
    provider,
  };
}

/** Gives the program a secret that is rotated. */
export function addSecret(program: Program, props: Sketch["props"]): void {
  program.add(...inDataAccount(program, secret(props), rotation()));
}
