import { resourceModel, type ResourceModel } from "../../kernel/service";
import type { AthenaService } from ".";
import { namedQueryInputs, workgroupInputs } from "./inputs";
import { workgroupArn } from "./workgroups";

export function resources({ workgroups, cloud }: AthenaService): Record<string, ResourceModel> {
  return {
    "aws:athena/workgroup:Workgroup": resourceModel({
      inputs: workgroupInputs,
      outputs: ({ inputs, place, physicalName }) => {
        const name = inputs.name ?? physicalName;
        return { id: name, name, arn: workgroupArn(place, name) };
      },
      create: ({ inputs, outputs, place }) => {
        const encryption = inputs.configuration?.resultConfiguration?.encryptionConfiguration;
        if (encryption?.encryptionOption === "SSE_KMS" && !encryption.kmsKeyArn)
          throw new Error(`Workgroup "${outputs.name}": SSE_KMS needs kmsKeyArn.`);
        workgroups.add(outputs.name, place, inputs, cloud.world.now());
      },
      remove: ({ outputs, place }) => workgroups.remove(outputs.name, place),
    }),
    "aws:athena/namedQuery:NamedQuery": resourceModel({
      inputs: namedQueryInputs,
      outputs: ({ inputs, physicalName, id }) => {
        const parts = [8, 4, 4, 4, 12].map((digits) => id(digits));
        return { id: parts.join("-"), name: inputs.name ?? physicalName };
      },
      create: ({ inputs, outputs, place }) => {
        workgroups.namedQueries.set(outputs.id, {
          id: outputs.id,
          place,
          name: outputs.name,
          database: inputs.database,
          query: inputs.query,
          workgroup: inputs.workgroup ?? "primary",
          description: inputs.description,
        });
      },
      remove: ({ outputs }) => void workgroups.namedQueries.delete(outputs.id),
    }),
  };
}
