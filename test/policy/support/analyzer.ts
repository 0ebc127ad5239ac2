import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzeDiagnostic,
  AnalyzeRequest,
  type AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Options, type ResourceRecord, UNKNOWN } from "../../../policy/model";
import { SUPPRESSIONS_VARIABLE } from "../../../policy/suppression";
import { project } from "../../support/platform";

/** What the engine writes where a text is not known yet: part of the protocol (`UnknownStringValue`). */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A policy pack in a process of its own, asked over the protocol by which the engine asks it. */
export class Analyzer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  /**
   * Starts the pack in a folder as the engine's language host does, and waits for its port.
   * @param suppressions a file of suppressions instead of the pack's own
   */
  static async start(folder: string, suppressions?: string): Promise<Analyzer> {
    const runner = join(project, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", folder], {
      cwd: folder,
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: "true",
        ...(suppressions !== undefined && { [SUPPRESSIONS_VARIABLE]: suppressions }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await portOf(child);
    const options = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
    const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), options);
    return new Analyzer(child, client);
  }

  info(): Promise<AnalyzerInfo.AsObject> {
    return call<AnalyzerInfo>((done) => this.client.getAnalyzerInfo(new Empty(), done)).then((info) => info.toObject());
  }

  /** What the pack says of one resource, before it is changed. */
  async analyze(record: ResourceRecord): Promise<readonly AnalyzeDiagnostic.AsObject[]> {
    const request = withCommon(new AnalyzeRequest(), record);
    return diagnosticsOf(await call<AnalyzeResponse>((done) => this.client.analyze(request, done)));
  }

  /** What the pack says of a whole stack, after a preview. */
  async analyzeStack(records: readonly ResourceRecord[]): Promise<readonly AnalyzeDiagnostic.AsObject[]> {
    const request = new AnalyzeStackRequest();
    request.setResourcesList(
      records.map((record) => {
        const resource = withCommon(new AnalyzerResource(), record);
        resource.setParent(record.parent ?? "");
        for (const [property, urns] of Object.entries(record.propertyDependencies ?? {})) {
          const dependencies = new AnalyzerPropertyDependencies().setUrnsList([...urns]);
          resource.getPropertydependenciesMap().set(property, dependencies);
        }
        return resource;
      }),
    );
    return diagnosticsOf(await call<AnalyzeResponse>((done) => this.client.analyzeStack(request, done)));
  }

  /** Sets options and the level of rules; forgets what was set before. */
  async configure(
    rules: Readonly<Record<string, { readonly options?: Options; readonly enforcementlevel: number }>>,
  ): Promise<void> {
    const request = new ConfigureAnalyzerRequest();
    for (const [rule, { options = {}, enforcementlevel }] of Object.entries(rules)) {
      const properties = Struct.fromJavaScript(options as Record<string, JavaScriptValue>);
      const config = new PolicyConfig().setEnforcementlevel(enforcementlevel as 0).setProperties(properties);
      request.getPolicyconfigMap().set(rule, config);
    }
    await call((done) => this.client.configure(request, done));
  }

  stop(): void {
    this.client.close();
    this.child.kill();
  }
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((done, failed) => {
    let said = "";
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      if (/^\d+\s*$/.test(text)) done(Number(text));
      else said += text;
    });
    child.once("error", failed);
    child.once("close", (status) => failed(new Error(`The pack ended with status ${status}: ${said}`)));
  });
}

function call<Response>(
  send: (done: (error: grpc.ServiceError | null, response: Response) => void) => void,
): Promise<Response> {
  return new Promise((done, failed) => send((error, response) => (error ? failed(error) : done(response))));
}

function diagnosticsOf(response: AnalyzeResponse): readonly AnalyzeDiagnostic.AsObject[] {
  return response.getDiagnosticsList().map((diagnostic) => diagnostic.toObject());
}

function withCommon<Request extends AnalyzeRequest | AnalyzerResource>(request: Request, record: ResourceRecord) {
  const { urn, type, name, props, protect = false, ignoreChanges = [], parent = "", provider } = record;
  request.setUrn(urn);
  request.setType(type);
  request.setName(name);
  request.setProperties(structOf(props));
  const options = new AnalyzerResourceOptions().setProtect(protect).setParent(parent);
  request.setOptions(options.setIgnorechangesList([...ignoreChanges]));
  if (provider) {
    const made = new AnalyzerProviderResource().setType("pulumi:providers:aws").setName("provider");
    request.setProvider(made.setUrn(`${urn}-provider`).setProperties(structOf(provider)));
  }
  return request;
}

/** Properties as the engine writes them; every text that is known is written as a secret, too, to be taken as what it is. */
function structOf(props: Readonly<Record<string, unknown>>): Struct {
  return Struct.fromJavaScript(wired(props) as Record<string, JavaScriptValue>);
}

function wired(value: unknown): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (typeof value === "string") return { ...SECRET, value };
  if (Array.isArray(value)) return value.map((item: unknown) => wired(item) ?? null);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([name, item]) => [name, wired(item)]));
}
