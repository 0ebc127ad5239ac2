import * as aws from "@pulumi/aws";
import { type Place, platformTags } from "../components/shared";
import { type Settings } from "./config";

/** An account in a region, and the provider that works there. */
export interface Account {
  readonly id: string;
  readonly region: string;
  readonly provider: aws.Provider;
  readonly place: Place;
}

/** The two sides of the platform. In dev both are one account. */
export interface Accounts {
  readonly application: Account;
  readonly data: Account;
}

function account(name: string, id: string, roleArn: string | undefined, settings: Settings): Account {
  const provider = new aws.Provider(`${name}-account`, {
    region: settings.region as aws.Region,
    // Credentials of the wrong account must fail before they change anything.
    allowedAccountIds: [id],
    assumeRoles: roleArn ? [{ roleArn, sessionName: `huut-${settings.stack}` }] : undefined,
    defaultTags: { tags: platformTags(settings.stack, settings.costCenter) },
  });
  const place: Place = { stack: settings.stack, account: id, region: settings.region };
  return { id, region: settings.region, provider, place };
}

/** Makes the providers of a stack. */
export function makeAccounts(settings: Settings): Accounts {
  return {
    application: account("application", settings.applicationAccount, settings.applicationRoleArn, settings),
    data: account("data", settings.dataAccount, settings.dataRoleArn, settings),
  };
}
