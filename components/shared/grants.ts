import type * as pulumi from "@pulumi/pulumi";

/** One API operation as IAM names it: `dynamodb:PutItem`. */
export type Action = `${string}:${string}`;

/** IAM conditions: operator, then key, then the values allowed. */
export interface Conditions {
  readonly [operator: string]: { readonly [key: string]: pulumi.Input<string> | readonly pulumi.Input<string>[] };
}

/** Operations a principal may call on named resources. */
export interface Grant {
  readonly actions: readonly Action[];
  readonly resources: readonly pulumi.Input<string>[];
  readonly conditions?: Conditions;
}

/**
 * Operations for which AWS supports no resource, so that `*` is the narrowest there is.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html and its siblings.
 */
const WITHOUT_RESOURCE: ReadonlySet<Action> = new Set<Action>([
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "cloudwatch:PutMetricData",
  // A job's role keeps its bookmark through these, and Glue evaluates them without a resource.
  "glue:GetJobBookmark",
  "glue:UpdateJobBookmark",
  "comprehend:DetectSentiment",
  "comprehend:DetectKeyPhrases",
  "comprehend:DetectEntities",
  "comprehend:DetectDominantLanguage",
  "comprehend:BatchDetectSentiment",
  "comprehend:BatchDetectKeyPhrases",
  "comprehend:BatchDetectEntities",
  "comprehend:BatchDetectDominantLanguage",
  "translate:TranslateText",
  "transcribe:StartTranscriptionJob",
]);

/**
 * A grant, refused unless it is narrow.
 *
 * @throws when an action has a wildcard, or the resource is `*` for an action that supports a narrower one
 */
export function grant(
  actions: readonly Action[],
  resources: readonly pulumi.Input<string>[],
  conditions?: Conditions,
): Grant {
  if (actions.length === 0 || resources.length === 0)
    throw new Error("A grant needs at least one action and one resource.");
  for (const action of actions) {
    if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) {
      throw new Error(
        `The action "${action}" is not one operation: name each operation the code calls, as "s3:GetObject".`,
      );
    }
    if (resources.includes("*") && !WITHOUT_RESOURCE.has(action)) {
      throw new Error(`"${action}" is granted on "*": name the resources it is called on.`);
    }
  }
  return conditions === undefined ? { actions, resources } : { actions, resources, conditions };
}

/** Operations of one service, split by whether they match. */
export function partition(actions: readonly Action[], matches: (action: Action) => boolean): [Action[], Action[]] {
  return [actions.filter(matches), actions.filter((action) => !matches(action))];
}

/** Refuses operations of another service, which a block cannot stand for. */
export function requireService(service: string, owner: string, actions: readonly Action[]): void {
  const stranger = actions.find((action) => !action.startsWith(`${service}:`));
  if (stranger) throw new Error(`${owner} cannot grant "${stranger}": only operations of "${service}".`);
}
