import { formatArn, type Place } from "../../kernel/arn";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { roleArnOf } from "./crawlers";
import type { GlueService } from ".";
import { crawlerInputs, jobInputs, securityInputs, triggerInputs, workflowInputs } from "./inputs";

function arnOf(place: Place, kind: string, name: string): string {
  return formatArn({ service: "glue", ...place, resource: `${kind}/${name}` });
}

interface Named {
  readonly inputs: { readonly name?: string | undefined };
  readonly place: Place;
  readonly physicalName: string;
}

/** Id, name and ARN of what Glue knows by its name. */
function namedOutputs(kind: string, { inputs, place, physicalName }: Named) {
  const name = inputs.name ?? physicalName;
  return { id: name, name, arn: arnOf(place, kind, name) };
}

export function etlResources(service: GlueService): Record<string, ResourceModel> {
  const { crawlers, jobs, cloud } = service;
  return {
    "aws:glue/crawler:Crawler": resourceModel({
      inputs: crawlerInputs,
      outputs: (request) => namedOutputs("crawler", request),
      create: ({ inputs, outputs, place }) => {
        service.catalogs.database(inputs.databaseName, place);
        crawlers.add({
          name: outputs.name,
          arn: outputs.arn,
          place,
          inputs,
          roleArn: roleArnOf(inputs.role, place),
          security: service.securityOf(inputs.securityConfiguration, place),
          created: cloud.world.now(),
          state: "READY",
          crawls: 0,
          last: undefined,
          cache: new Map(),
        });
      },
      remove: ({ outputs, place }) => crawlers.remove(place, outputs.name),
    }),
    "aws:glue/job:Job": resourceModel({
      inputs: jobInputs,
      outputs: (request) => namedOutputs("job", request),
      create: ({ inputs, outputs, place }) => {
        jobs.add({
          name: outputs.name,
          arn: outputs.arn,
          place,
          inputs,
          security: service.securityOf(inputs.securityConfiguration, place),
          created: cloud.world.now(),
          runs: [],
        });
      },
      remove: ({ outputs, place }) => jobs.remove(place, outputs.name),
    }),
    "aws:glue/securityConfiguration:SecurityConfiguration": resourceModel({
      inputs: securityInputs,
      outputs: (request) => {
        const name = request.inputs.name ?? request.physicalName;
        return { id: name, name };
      },
      create: ({ inputs, outputs, place }) => {
        service.addSecurity(outputs.name, place, inputs.encryptionConfiguration);
      },
    }),
    ...workflowResources(service),
  };
}

function workflowResources({ workflows, cloud }: GlueService): Record<string, ResourceModel> {
  return {
    "aws:glue/workflow:Workflow": resourceModel({
      inputs: workflowInputs,
      outputs: (request) => namedOutputs("workflow", request),
      create: ({ inputs, outputs, place }) => {
        workflows.addWorkflow({
          name: outputs.name,
          place,
          created: cloud.world.now(),
          maxConcurrentRuns: inputs.maxConcurrentRuns,
          properties: inputs.defaultRunProperties ?? {},
          runs: [],
        });
      },
      remove: ({ outputs, place }) => workflows.removeWorkflow(place, outputs.name),
    }),
    "aws:glue/trigger:Trigger": resourceModel({
      inputs: triggerInputs,
      outputs: (request) => ({ ...namedOutputs("trigger", request), state: "CREATED" }),
      create: ({ inputs, outputs, place }) => {
        if ((inputs.type === "SCHEDULED") !== (inputs.schedule !== undefined))
          throw new Error(
            `Trigger "${outputs.name}": a schedule belongs to triggers of type SCHEDULED, and only there.`,
          );
        if ((inputs.type === "CONDITIONAL") !== (inputs.predicate !== undefined))
          throw new Error(
            `Trigger "${outputs.name}": a predicate belongs to triggers of type CONDITIONAL, and only there.`,
          );
        // The provider activates a trigger that is created as enabled; AWS lets ON_DEMAND ones be started only.
        const active = (inputs.enabled ?? true) && (inputs.startOnCreation ?? true) && inputs.type !== "ON_DEMAND";
        workflows.addTrigger({ name: outputs.name, place, inputs, active });
      },
      remove: ({ outputs, place }) => workflows.removeTrigger(place, outputs.name),
    }),
  };
}
