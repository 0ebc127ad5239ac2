import type * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Bucket, type Grant, arnOf, catalogArns, databaseName, grant, resourceName, roleFor } from "../shared";
import { type LakePart } from "./args";

/** What the crawler puts before the names of the tables that it makes of the raw zone: `raw_posts`. */
export const RAW_TABLE_PREFIX = "raw_";

/** Makes the database of the lake. */
export function makeDatabase(lake: LakePart, parent: pulumi.Resource): aws.glue.CatalogDatabase {
  return new aws.glue.CatalogDatabase(
    "lake-database",
    {
      name: databaseName(lake.place),
      description: "Posts, their history and their captions: raw_* as they came, the others curated",
    },
    { parent },
  );
}

/** What the crawler reads and makes. */
export interface CrawlerArgs extends LakePart {
  readonly raw: Bucket;
  readonly database: aws.glue.CatalogDatabase;
  readonly databaseName: string;
  readonly securityConfiguration: aws.glue.SecurityConfiguration;
  /** Folders of the raw bucket, each a table. */
  readonly folders: readonly string[];
}

function crawlerGrants(args: CrawlerArgs): Grant[] {
  const prefixes = args.folders.map((folder) => `${folder}/`);
  const tables = catalogArns(args.place, args.databaseName, [`${RAW_TABLE_PREFIX}*`]);
  return [
    ...args.raw.grantOn(prefixes, "s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"),
    grant(["glue:GetDatabase"], catalogArns(args.place, args.databaseName)),
    grant(["glue:GetTable", "glue:CreateTable", "glue:UpdateTable"], tables),
    grant(["glue:BatchGetPartition", "glue:BatchCreatePartition", "glue:BatchUpdatePartition"], tables),
    glueLogs(args),
  ];
}

/** Glue makes its log groups itself, and encrypts them when the security configuration says so. */
export function glueLogs(lake: LakePart): Grant {
  return grant(
    ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:AssociateKmsKey"],
    [arnOf(lake.place, "logs", "log-group:/aws-glue/*")],
  );
}

/** Makes the crawler that finds new partitions and columns of the raw zone. */
export function makeCrawler(args: CrawlerArgs, parent: pulumi.Resource): aws.glue.Crawler {
  const { role, policy } = roleFor(
    "crawler",
    {
      place: args.place,
      service: "glue.amazonaws.com",
      anySource: true,
      description: "Reads the raw zone and writes its tables into the catalog",
      grants: crawlerGrants(args),
    },
    { parent },
  );
  return new aws.glue.Crawler(
    "raw-crawler",
    {
      name: resourceName(args.place, "raw"),
      description: "Finds new hours and new fields of the raw zone",
      databaseName: args.database.name,
      role: role.arn,
      tablePrefix: RAW_TABLE_PREFIX,
      securityConfiguration: args.securityConfiguration.name,
      s3Targets: args.folders.map((folder) => ({ path: `s3://${args.raw.plainName}/${folder}/` })),
      schemaChangePolicy: { updateBehavior: "UPDATE_IN_DATABASE", deleteBehavior: "LOG" },
      recrawlPolicy: { recrawlBehavior: "CRAWL_EVERYTHING" },
      configuration: JSON.stringify({
        Version: 1,
        CrawlerOutput: {
          Partitions: { AddOrUpdateBehavior: "InheritFromTable" },
          Tables: { AddOrUpdateBehavior: "MergeNewColumns" },
        },
        Grouping: { TableGroupingPolicy: "CombineCompatibleSchemas" },
      }),
    },
    { parent, dependsOn: [policy] },
  );
}
