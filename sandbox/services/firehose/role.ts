import { parseArn } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import type { RolePrincipal, StsService } from "../sts";

/**
 * The session in which Firehose acts with a role. It sends the account as the external id, which trust policies ask for:
 * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
export class RoleSession {
  private readonly account: string;

  constructor(
    private readonly cloud: Cloud,
    private readonly roleArn: string,
    private readonly streamArn: string,
  ) {
    this.account = parseArn(streamArn).account;
  }

  /** @throws AccessDenied when the role is absent or does not trust Firehose */
  principal(): RolePrincipal {
    return this.cloud.service<StsService>("sts").assumeForService(this.roleArn, "firehose.amazonaws.com", {
      sessionName: "AWSFirehoseToS3",
      sourceArn: this.streamArn,
      sourceAccount: this.account,
      externalId: this.account,
    });
  }
}
