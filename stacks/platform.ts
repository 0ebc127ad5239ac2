import { DataLake } from "../components/data-lake";
import { FunctionLayer } from "../components/shared";
import { Settings } from "./config";
import { makeAccounts } from "./providers";

/** The data platform of a stack in one region: `dev` and `prod`. */
export function deployPlatform(settings: Settings) {
  const { data } = makeAccounts(settings);
  const inData = { provider: data.provider };
  const layer = new FunctionLayer("library", { place: data.place }, inData);
  const lake = new DataLake(
    "lake",
    {
      place: data.place,
      applicationAccount: settings.applicationAccount,
      layer,
      active: settings.mode === "active",
      schedule: settings.lakeSchedule,
      scanLimitGiB: settings.scanLimitGiB,
      logRetentionDays: settings.logRetentionDays,
      ownsAccountSettings: settings.ownsAccountSettings,
      protect: settings.protect,
    },
    inData,
  );
  lake.finalize();
  return lakeOutputs(lake);
}

/** What people and programs look up about the lake. */
function lakeOutputs(lake: DataLake) {
  const { raw, curated, published, audit, logs } = lake.buckets;
  return {
    keyArn: lake.key.arn,
    rawBucket: raw.name,
    curatedBucket: curated.name,
    publishedBucket: published.name,
    auditBucket: audit.name,
    logsBucket: logs.name,
    changesStream: lake.changes.name,
    deliveryStream: lake.delivery.stream.name,
    database: lake.database,
    workflow: lake.workflow.name,
    crawler: lake.crawler.name,
    job: lake.job.name,
    workgroup: lake.workgroup.name,
  };
}
