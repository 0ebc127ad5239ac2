import * as pulumi from "@pulumi/pulumi";
import { type Settings } from "./config";

/**
 * The second region of the platform.
 *
 * @throws pulumi.RunError always: the recovery region cannot be deployed yet
 */
export function deployRecovery(settings: Settings): never {
  throw new pulumi.RunError(
    `The recovery stack "${settings.stack}" cannot be deployed yet: replication to ${settings.region} is not built. Deploy "prod" instead.`,
  );
}
