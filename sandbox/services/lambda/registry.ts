import { AwsError } from "../../kernel/errors";
import type { Place } from "../../kernel/arn";
import { parseArn } from "../../kernel/arn";
import type { Mapping } from "./sources/mapping";
import type { FunctionState, Layer } from "./state";

/** Everything deployed: functions by ARN, layers by version ARN, mappings by UUID. */
export class Registry {
  readonly functions = new Map<string, FunctionState>();
  readonly layers = new Map<string, Layer>();
  readonly mappings = new Map<string, Mapping>();

  /** The function of a name, partial or full ARN, with or without `:$LATEST`. @throws AwsError ResourceNotFoundException */
  function(identifier: string | undefined, place: Place): FunctionState {
    const arn = functionArn(identifier ?? "", place);
    const fn = this.functions.get(arn);
    if (!fn) throw notFound(`Function not found: ${arn}`);
    return fn;
  }

  /** @throws AwsError ResourceNotFoundException */
  mapping(uuid: string | undefined): Mapping {
    const mapping = this.mappings.get(uuid ?? "");
    if (!mapping) throw notFound("The resource you requested does not exist.");
    return mapping;
  }

  /** The functions of an account and region, by name. */
  functionsAt({ account, region }: Place): FunctionState[] {
    const here = [...this.functions.values()].filter(
      ({ place }) => place.account === account && place.region === region,
    );
    return here.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, FunctionName */
export function functionArn(identifier: string, { account, region }: Place): string {
  const { owner, name, qualifier, at } = identified(identifier);
  if (qualifier !== undefined && qualifier !== "$LATEST") {
    throw notFound(`Function not found: ${identifier} (the sandbox keeps $LATEST only)`);
  }
  return `arn:aws:lambda:${at ?? region}:${owner ?? account}:function:${name}`;
}

function identified(text: string): { owner?: string; name: string; qualifier?: string | undefined; at?: string } {
  if (text.startsWith("arn:")) {
    const { account, region, resource } = parseArn(text);
    const [, name = "", qualifier] = resource.split(":");
    return { owner: account, at: region, name, qualifier };
  }
  const partial = /^(\d{12}):function:([^:]+)(?::(.+))?$/.exec(text);
  if (partial) return { owner: partial[1] as string, name: partial[2] as string, qualifier: partial[3] };
  const [name = "", qualifier] = text.split(":");
  return { name, qualifier };
}

function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404, { Type: "User" });
}
