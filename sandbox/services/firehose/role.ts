import { parseArn } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import type { Call } from "../../kernel/service";
import type { IamService } from "../iam";
import type { RolePrincipal } from "../sts";
import { assumption, roleToAssume, session } from "../sts/operations";

/**
 * The session in which Firehose acts with a role. It sends the account as the external id, which trust policies ask for:
 * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
export class RoleSession {
  private admitted: { readonly version: number; readonly principal: RolePrincipal } | undefined;

  constructor(
    private readonly cloud: Cloud,
    private readonly roleArn: string,
    private readonly streamArn: string,
  ) {}

  /** @throws AccessDenied when the role is absent or does not trust Firehose */
  principal(): RolePrincipal {
    const { version } = this.cloud.service<IamService>("iam");
    if (this.admitted?.version === version) return this.admitted.principal;
    const { account, region } = parseArn(this.streamArn);
    const call: Call = {
      principal: { kind: "service", service: "firehose.amazonaws.com" },
      place: { account, region },
      service: "sts",
      operation: "AssumeRole",
      input: {},
      sourceArn: this.streamArn,
      sourceAccount: account,
    };
    const role = roleToAssume(this.cloud, call, this.roleArn);
    const principal = session(role, "AWSFirehoseToS3");
    this.cloud.require(assumption(role, principal.sessionName, account), { call });
    role.lastUsed = { time: this.cloud.world.now(), region };
    this.admitted = { version, principal };
    return principal;
  }
}
