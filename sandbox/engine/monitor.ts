import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../kernel/arn";
import type { Catalog } from "./catalog";
import { resourceRequest } from "./catalog";
import type { GraphResource } from "./graph";
import { providerPlace } from "./providers";

type Callback<T> = (error: unknown, response: T | undefined) => void;
type PropertyMap = Record<string, unknown>;

/** The parts of Pulumi's register request that are read; `@pulumi/pulumi/proto` has no types of its own. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getRemote(): boolean;
  getObject(): unknown;
  getProtect(): boolean;
  getProvider(): string;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    forEach(each: (dependencies: { getUrnsList(): string[] }, property: string) => void): void;
  };
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getAliasesList(): { toObject(): unknown }[];
  getRetainondelete(): boolean;
}
interface ReadRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProperties(): unknown;
}
interface InvokeRequest {
  getTok(): string;
  getArgs(): unknown;
  getProvider(): string;
}
interface OutputsRequest {
  getUrn(): string;
  getOutputs(): unknown;
}

/** What the monitor is told of its stack. */
export interface MonitorOptions {
  readonly project: string;
  readonly stack: string;
  readonly catalog: Catalog;
  /** Place of the default provider. */
  readonly defaultPlace: Partial<Place>;
  /** Outputs of the stacks that StackReferences may read, by stack name. */
  readonly outputsOf: (stack: string) => PropertyMap | undefined;
}

const stackType = "pulumi:pulumi:Stack";

/**
 * Stands where the engine's resource monitor stands: takes every registration in full, gives it its real URN, its place
 * and its AWS-shaped outputs, and refuses duplicates. Pulumi's own mock monitor lacks parents in URNs, options and
 * duplicates; it is installed first, because `setMocks` sets the SDK's feature flags.
 */
export class Monitor {
  readonly resources = new Map<string, GraphResource>();
  private readonly outputsByUrn = new Map<string, PropertyMap>();
  private readonly places = new Map<string, Partial<Place>>();
  /** Rejects with the first error of a registration; the SDK itself would only leave outputs unresolved. */
  readonly failed: Promise<never>;
  private fail!: (error: unknown) => void;

  constructor(private readonly options: MonitorOptions) {
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => undefined);
  }

  registerResource(request: RegisterRequest, callback: Callback<object>): void {
    this.answer(callback, async () => {
      const inputs = properties(request.getObject()) as PropertyMap;
      const resource = this.record(request, plain(inputs) as PropertyMap);
      const state = await pulumi.runtime.serializeProperties("", { ...resource.inputs, ...resource.outputs });
      return registerResponse(resource.urn, resource.id ?? "", state);
    });
  }

  registerResourceOutputs(request: OutputsRequest, callback: Callback<object>): void {
    this.answer(callback, async () => {
      const outputs = plain(properties(request.getOutputs())) as PropertyMap;
      const urn = request.getUrn();
      const resource = this.resources.get(urn);
      if (!resource) throw new Error(`registerOutputs of an unknown resource: ${urn}`);
      this.resources.set(urn, { ...resource, outputs });
      this.outputsByUrn.set(urn, outputs);
      return {};
    });
  }

  readResource(request: ReadRequest, callback: Callback<object>): void {
    this.answer(callback, async () => {
      if (request.getType() !== "pulumi:pulumi:StackReference") {
        throw new Error(`Reading existing resources is not modelled: ${request.getType()} "${request.getName()}".`);
      }
      const { name } = properties(request.getProperties()) as { name: string };
      const outputs = this.options.outputsOf(name.split("/").at(-1) as string);
      if (!outputs)
        throw new Error(`StackReference "${name}": that stack is not deployed here; name it before this one.`);
      const urn = this.urn(request.getParent(), request.getType(), request.getName());
      const state = await pulumi.runtime.serializeProperties("", { name, outputs, secretOutputNames: [] });
      return readResponse(urn, state);
    });
  }

  invoke(request: InvokeRequest, callback: Callback<object>): void {
    this.answer(callback, async () => {
      const args = properties(request.getArgs()) as PropertyMap;
      const place = this.place(request.getProvider(), args["region"], request.getTok());
      return invokeResponse(this.options.catalog.invoke(request.getTok(), args, place));
    });
  }

  supportsFeature(request: { getId(): string }, callback: Callback<object>): void {
    callback(null, { getHassupport: () => request.getId() !== "outputValues" });
  }

  registerPackage(_request: unknown, callback: Callback<object>): void {
    callback(new Error("Parameterized packages are not modelled."), undefined);
  }

  private answer(callback: Callback<object>, work: () => Promise<object>): void {
    work().then(
      (response) => callback(null, response),
      (error: unknown) => {
        this.fail(error);
        callback(error, undefined);
      },
    );
  }

  private record(request: RegisterRequest, inputs: PropertyMap): GraphResource {
    const type = request.getType();
    const urn = this.urn(request.getParent(), type, request.getName());
    if (this.resources.has(urn)) throw new Error(`Duplicate resource URN "${urn}": give one of the two another name.`);
    if (request.getRemote()) throw new Error(`Remote components are not modelled: ${type} "${request.getName()}".`);
    const shape = this.shape(request, urn, inputs);
    const { id, ...outputs } = shape.outputs;
    const resource: GraphResource = {
      urn,
      type,
      name: request.getName(),
      stack: this.options.stack,
      ...(request.getParent() && { parent: request.getParent() }),
      custom: request.getCustom(),
      ...shape.place,
      ...(request.getProvider() && { provider: request.getProvider() }),
      ...(id !== undefined && { id: String(id) }),
      inputs,
      outputs,
      ...optionsOf(request),
    };
    this.resources.set(urn, resource);
    return resource;
  }

  private shape(request: RegisterRequest, urn: string, inputs: PropertyMap): { outputs: PropertyMap; place?: Place } {
    if (!request.getCustom()) return { outputs: {} };
    const type = request.getType();
    if (type.startsWith("pulumi:providers:")) {
      this.places.set(urn, providerPlace(inputs, `Provider "${request.getName()}"`));
      return { outputs: { id: resourceRequest(urn, request.getName(), inputs, noPlace).id(32) } };
    }
    const place = this.place(request.getProvider(), inputs["region"], urn);
    return { place, outputs: this.options.catalog.shape(type, resourceRequest(urn, request.getName(), inputs, place)) };
  }

  private place(provider: string, region: unknown, what: string): Place {
    const own = provider ? this.places.get(provider.slice(0, provider.lastIndexOf("::"))) : undefined;
    const place = { ...this.options.defaultPlace, ...own, ...(typeof region === "string" && { region }) };
    if (!place.account) {
      throw new Error(
        `${what}: the sandbox cannot tell its account. Give its provider assumeRoles or allowedAccountIds.`,
      );
    }
    if (!place.region) throw new Error(`${what}: it has no region. Set aws:region or the provider's region.`);
    return { account: place.account, region: place.region };
  }

  private urn(parent: string, type: string, name: string): string {
    const parentType = parent ? (parent.split("::")[2] as string) : stackType;
    const qualified = parentType === stackType || type === stackType ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.options.stack}::${this.options.project}::${qualified}::${name}`;
  }
}

const noPlace: Place = { account: "", region: "" };

function optionsOf(request: RegisterRequest) {
  const propertyDependencies: [string, string[]][] = [];
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) propertyDependencies.push([property, [...urns].sort()]);
  });
  return {
    dependencies: [...request.getDependenciesList()].sort(),
    propertyDependencies: Object.fromEntries(propertyDependencies.sort(([a], [b]) => (a < b ? -1 : 1))),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    ignoreChanges: [...request.getIgnorechangesList()].sort(),
    replaceOnChanges: [...request.getReplaceonchangesList()].sort(),
    additionalSecretOutputs: [...request.getAdditionalsecretoutputsList()].sort(),
    aliases: request.getAliasesList().map((alias) => alias.toObject()),
  };
}

function properties(struct: unknown): unknown {
  return pulumi.runtime.deserializeProperties(struct as Parameters<typeof pulumi.runtime.deserializeProperties>[0]);
}

/** Unwraps secrets (the sandbox's are no secrets) and turns resource references into their ids; keeps assets. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value)) return value;
  if (pulumi.Resource.isInstance(value)) return (value as { __pulumiType?: string }).__pulumiType;
  if (typeof value !== "object" || value === null) return value;
  if (pulumi.runtime.isRpcSecret(value)) return plain(pulumi.runtime.unwrapRpcSecret(value));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/* eslint-disable @typescript-eslint/no-require-imports -- Pulumi's protocol modules have no type declarations */
const structs = require("google-protobuf/google/protobuf/struct_pb");
const providerMessages = require("@pulumi/pulumi/proto/provider_pb");
const resourceMessages = require("@pulumi/pulumi/proto/resource_pb");
/* eslint-enable @typescript-eslint/no-require-imports */

function registerResponse(urn: string, id: string, state: PropertyMap): object {
  const response = new resourceMessages.RegisterResourceResponse();
  response.setUrn(urn);
  response.setId(id);
  response.setObject(structs.Struct.fromJavaScript(state));
  return response;
}

function readResponse(urn: string, state: PropertyMap): object {
  const response = new resourceMessages.ReadResourceResponse();
  response.setUrn(urn);
  response.setProperties(structs.Struct.fromJavaScript(state));
  return response;
}

function invokeResponse(result: PropertyMap): object {
  const response = new providerMessages.InvokeResponse();
  response.setReturn(structs.Struct.fromJavaScript(result));
  return response;
}
