import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { rawResourcesVariable, type RawResource } from "./resources";

type ResourceClass = new (
  name: string,
  inputs: object,
  options: { readonly provider?: aws.Provider },
) => pulumi.CustomResource;

/** Declares the resources of a list: plain Pulumi, every input a literal, each function a magic one of one line. */
export = async (): Promise<object> => {
  const file = process.env[rawResourcesVariable];
  if (file === undefined) throw new Error(`${rawResourcesVariable} names no file: the floor is for \`npm run bench\`.`);
  const resources = JSON.parse(readFileSync(file, "utf8")) as RawResource[];
  const declared: pulumi.Resource[] = [];
  for (const { type, name, inputs, provider, code } of resources) {
    const options = provider === undefined ? {} : { provider: declared[provider] as aws.Provider };
    declared.push(new (classOf(type))(name, { ...inputs, ...(code && { code: codeOf(code) }) }, options));
  }
  return { resources: declared.length };
};

/** `aws:s3/bucket:Bucket` is `aws.s3.Bucket`. */
function classOf(type: string): ResourceClass {
  if (type === "pulumi:providers:aws") return aws.Provider as unknown as ResourceClass;
  const [, module = "", name = ""] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
  const found = (aws as unknown as Record<string, Record<string, ResourceClass> | undefined>)[module]?.[name];
  if (!found) throw new Error(`The floor does not know the resource type ${type}.`);
  return found;
}

function codeOf(code: "function" | "archive"): pulumi.asset.AssetArchive {
  const text =
    code === "function"
      ? pulumi.runtime.serializeFunction(async () => "done").then((serialized) => serialized.text)
      : "module.exports = 1;";
  return new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(text) });
}
