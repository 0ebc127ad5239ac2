import type * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Bucket, type Grant, arnOf, catalogArns, grant, resourceName } from "../shared";
import { type LakePart } from "./args";
import { type JobTable } from "./sql-job";

/** Below it Athena writes results, a folder a workgroup. They go after a week. */
export const RESULTS_PREFIX = "query-results/";

/** Curated tables that can be asked, by the folders that their files lie in. */
const FOLDERS = {
  posts: "posts/",
  posts_csv: "posts_csv/",
  post_tombstones: "post_tombstones/",
  post_history: "post_history/",
  hashtags: "hashtags/parquet/",
  hashtags_csv: "hashtags/csv/",
} as const satisfies Readonly<Record<JobTable, string>> & Readonly<Record<string, string>>;

/** A table that queries may be granted on. */
export type CuratedTable = keyof typeof FOLDERS;

/** Where queries run and what they read. */
export interface QueryArgs extends LakePart {
  readonly curated: Bucket;
  readonly databaseName: string;
  readonly scanLimitGiB: number;
}

const BYTES_PER_GIB = 1_073_741_824;

const workgroupName = (lake: LakePart): string => resourceName(lake.place, "insights");

/** Makes the workgroup whose settings nobody can loosen: encrypted results, and a limit on what one query scans. */
export function makeWorkgroup(args: QueryArgs, parent: pulumi.Resource): aws.athena.Workgroup {
  const name = workgroupName(args);
  return new aws.athena.Workgroup(
    "insights-workgroup",
    {
      name,
      description: "Queries on curated data, with encrypted results and a limit on what one scans",
      forceDestroy: false,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: args.scanLimitGiB * BYTES_PER_GIB,
        engineVersion: { selectedEngineVersion: "Athena engine version 3" },
        resultConfiguration: {
          outputLocation: `s3://${args.curated.plainName}/${RESULTS_PREFIX}${name}/`,
          encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: args.key.arn },
        },
      },
    },
    { parent },
  );
}

/**
 * What starting a query on curated tables needs. Athena acts with the caller's rights on the catalog, the data and the
 * place for results: https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html
 */
export function queryGrants(
  args: QueryArgs,
  workgroup: aws.athena.Workgroup,
  tables: readonly CuratedTable[],
): Grant[] {
  const results = `${RESULTS_PREFIX}${workgroupName(args)}/`;
  return [
    grant(["athena:StartQueryExecution"], [workgroupArn(args, workgroup)]),
    grant(["glue:GetDatabase"], catalogArns(args.place, args.databaseName)),
    grant(["glue:GetTable", "glue:GetPartitions"], catalogArns(args.place, args.databaseName, tables)),
    ...args.curated.grantOn(
      tables.map((table) => FOLDERS[table]),
      "s3:GetObject",
      "s3:ListBucket",
    ),
    ...args.curated.grantOn([results], "s3:PutObject"),
    ...args.curated.grantOn([results], "s3:GetBucketLocation"),
  ];
}

/** What reading the state and the results of a query needs. */
export function resultGrants(args: QueryArgs, workgroup: aws.athena.Workgroup): Grant[] {
  return [
    grant(["athena:GetQueryExecution", "athena:GetQueryResults"], [workgroupArn(args, workgroup)]),
    ...args.curated.grantOn([`${RESULTS_PREFIX}${workgroupName(args)}/`], "s3:GetObject"),
  ];
}

function workgroupArn(lake: LakePart, workgroup: aws.athena.Workgroup): pulumi.Output<string> {
  return workgroup.name.apply((name) => arnOf(lake.place, "athena", `workgroup/${name}`));
}
