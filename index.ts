import { readConfig } from "./stacks/config";
import { deployPlatform } from "./stacks/platform";
import { deployRecovery } from "./stacks/recovery";

/** Deploys the current stack and returns its outputs. Nothing runs at import: several stacks may share a process. */
export = async () => {
  const settings = readConfig();
  return settings.stack === "dr" ? deployRecovery(settings) : deployPlatform(settings);
};
