import * as pulumi from "@pulumi/pulumi";
import program = require("../../../index");

/** The program, with a key that waits for the table that it encrypts. */
export = () => {
  let found: (table: pulumi.Resource) => void = () => undefined;
  const table = new Promise<pulumi.Resource>((resolve) => (found = resolve));
  pulumi.runtime.registerStackTransformation(({ resource, type, name, props, opts }) => {
    if (type === "aws:dynamodb/table:Table" && name === "posts") found(resource);
    return type === "aws:kms/key:Key" && name === "lake" ? { props, opts: { ...opts, dependsOn: [table] } } : undefined;
  });
  return program();
};
