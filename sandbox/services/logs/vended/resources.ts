import * as v from "valibot";
import { formatArn, parseArn, type Place } from "../../../kernel/arn";
import type { Cloud } from "../../../kernel/cloud";
import { Unsupported } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import type { CloudFrontService } from "../../cloudfront";
import { conflict, invalid, notThere, type Deliveries } from "./deliveries";
import { logTypes, type LogType } from "./log-types";
import { unknownVariables } from "./object-key";

const region = v.optional(v.string());
const tags = v.optional(v.record(v.string(), v.string()));
const name = v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/, "is no name (1 to 60 of A-Z a-z 0-9 _ -)")));

/** The resources of the second version of log delivery, from CloudFront to S3 and as JSON; anything else is refused by name. */
export function deliveryResources(deliveries: Deliveries, cloud: Cloud): Record<string, ResourceModel> {
  return {
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": sourceModel(deliveries, cloud),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": destinationModel(deliveries),
    "aws:cloudwatch/logDelivery:LogDelivery": deliveryModel(deliveries),
  };
}

function sourceModel(deliveries: Deliveries, cloud: Cloud): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({ name, logType: v.string(), resourceArn: v.string(), region, tags }),
    outputs: ({ inputs, place, physicalName }) => {
      const own = inputs.name ?? physicalName;
      const { service } = parseArn(inputs.resourceArn);
      return { id: own, name: own, arn: arnOf(place, "delivery-source", own), service };
    },
    create: ({ inputs, outputs, place }) => {
      const type = logTypeOf(outputs.service, inputs.logType);
      checkRegion(place, type);
      if (!cloud.service<CloudFrontService>("cloudfront").hasArn(inputs.resourceArn))
        throw notThere(inputs.resourceArn);
      for (const { resourceArn } of deliveries.sources.values()) {
        if (resourceArn === inputs.resourceArn) {
          // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html#delivery-source-already-exists
          throw conflict("This ResourceId has already been used in another Delivery Source in this account");
        }
      }
      const { name: own, arn } = outputs;
      deliveries.sources.set(arn, { name: own, arn, place, resourceArn: inputs.resourceArn, type });
    },
    remove: ({ outputs }) => void deliveries.sources.delete(outputs.arn),
  });
}

function destinationModel(deliveries: Deliveries): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      name,
      outputFormat: v.literal("json"),
      deliveryDestinationType: v.optional(v.literal("S3")),
      deliveryDestinationConfiguration: v.strictObject({ destinationResourceArn: v.string() }),
      region,
      tags,
    }),
    outputs: ({ inputs, place, physicalName }) => {
      const own = inputs.name ?? physicalName;
      return { id: own, name: own, arn: arnOf(place, "delivery-destination", own), deliveryDestinationType: "S3" };
    },
    create: ({ inputs, outputs }) => {
      const { destinationResourceArn } = inputs.deliveryDestinationConfiguration;
      const { service, resource } = parseArn(destinationResourceArn);
      if (service !== "s3") throw new Unsupported(`the delivery of logs to ${destinationResourceArn}: buckets only`);
      const [bucket = "", ...rest] = resource.split("/");
      const prefix = rest.filter((segment) => segment !== "").join("/");
      deliveries.destinations.set(outputs.arn, { name: outputs.name, arn: outputs.arn, bucket, prefix });
    },
    remove: ({ outputs }) => void deliveries.destinations.delete(outputs.arn),
  });
}

function deliveryModel(deliveries: Deliveries): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      deliverySourceName: v.string(),
      deliveryDestinationArn: v.string(),
      recordFields: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
      s3DeliveryConfigurations: v.optional(
        v.pipe(
          v.array(v.strictObject({ enableHiveCompatiblePath: v.boolean(), suffixPath: v.string() })),
          v.maxLength(1),
        ),
        [],
      ),
      region,
      tags,
    }),
    outputs: ({ place, id }) => {
      const own = id(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
      return { id: own, arn: arnOf(place, "delivery", own) };
    },
    create: ({ inputs, outputs, place }) => {
      const source = deliveries.sources.get(arnOf(place, "delivery-source", inputs.deliverySourceName));
      if (!source) throw notThere(inputs.deliverySourceName);
      const destination = deliveries.destinations.get(inputs.deliveryDestinationArn);
      if (!destination) throw notThere(inputs.deliveryDestinationArn);
      if ([...deliveries.deliveries.values()].some((other) => other.source === source)) {
        throw conflict(`The delivery source ${source.name} has a delivery to this type of destination already.`);
      }
      const { fields, defaults } = source.type;
      const wrong = inputs.recordFields?.filter((field) => !fields.includes(field)) ?? [];
      if (wrong.length > 0)
        throw invalid(`Record fields that ${source.type.service} does not have: ${wrong.join(", ")}.`);
      const { suffixPath = "", enableHiveCompatiblePath: hiveCompatible = false } =
        inputs.s3DeliveryConfigurations[0] ?? {};
      const unknown = unknownVariables(suffixPath, source.type);
      if (unknown.length > 0) throw invalid(`Variables that a suffix path does not have: ${unknown.join(", ")}.`);
      const { bucket, prefix } = destination;
      const target = { bucket, prefix, suffixPath, hiveCompatible };
      const { id, arn } = outputs;
      deliveries.deliveries.set(id, { id, arn, source, destination, fields: inputs.recordFields ?? defaults, target });
    },
    remove: ({ outputs }) => void deliveries.deliveries.delete(outputs.id),
  });
}

function logTypeOf(service: string, logType: string): LogType {
  const type = logTypes.find((each) => each.service === service);
  if (!type) throw new Unsupported(`the delivery of logs of ${service}`);
  if (type.logType !== logType) throw invalid(`${service} has no logs of the type ${logType}.`);
  return type;
}

function checkRegion(place: Place, { service, region: only }: LogType): void {
  if (place.region !== only) throw invalid(`Logs of ${service} are delivered from ${only} only.`);
}

function arnOf(place: Place, kind: string, id: string): string {
  return formatArn({ service: "logs", ...place, resource: `${kind}:${id}` });
}
