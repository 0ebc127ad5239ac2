import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { installPython } from "./python";

/** The version that the lists of known gaps are about; another one may have other gaps. */
export const MINISTACK_VERSION = "1.5.33";

/** A running MiniStack. */
export interface MiniStack {
  /** An https address: the platform's policies refuse requests without TLS, and MiniStack enforces them. */
  readonly endpoint: string;
  /** The file with its certificate, which this process trusts from now on. */
  readonly certificate: string;
  readonly port: number;
  /** The file that takes what it says. */
  readonly log: string;
  stop(): Promise<void>;
}

/** Where its virtual environment is kept: made once, used by every command that needs the emulator. */
function environmentFolder(project: string): string {
  return join(project, ".cache", "engine", `ministack-${MINISTACK_VERSION}`);
}

/**
 * Makes sure that MiniStack is installed, in a virtual environment of its own.
 * @returns its executable, or why there is none
 */
export function installMiniStack(
  project: string,
  say: (line: string) => void,
): { executable: string } | { missing: string } {
  const requirement = `ministack[full]==${MINISTACK_VERSION}`;
  const made = installPython({ folder: environmentFolder(project), requirement, say });
  return "missing" in made ? made : { executable: join(made.bin, "ministack") };
}

/**
 * Starts MiniStack on a free port, enforcing IAM, with an environment in which nothing of the user's is.
 * @throws with the end of its log when it does not come up within a minute
 */
export async function startMiniStack(executable: string, options: { readonly region: string }): Promise<MiniStack> {
  const folder = mkdtempSync(join(tmpdir(), "ministack-"));
  const log = join(folder, "ministack.log");
  const port = await freePort();
  const output = openSync(log, "w");
  const child = spawn(executable, [], {
    cwd: folder,
    env: cleanEnvironment(folder, port, options.region),
    stdio: ["ignore", output, output],
    detached: true,
  });
  const endpoint = `https://127.0.0.1:${port}`;
  // Where MiniStack puts the certificate that it makes for itself, below its own temporary folder.
  const certificate = join(folder, "ministack-tls", "server.crt");
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const killAtExit = () => {
    if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
    remove();
  };
  process.once("exit", killAtExit);
  const stop = async () => {
    await end(child);
    process.off("exit", killAtExit);
    remove();
  };
  try {
    await answering(endpoint, certificate, child);
    trust(certificate);
  } catch (error) {
    const said = readFileSync(log, "utf8").slice(-2000);
    await stop();
    throw new Error(`MiniStack did not start: ${(error as Error).message}\n${said}`);
  }
  return { endpoint, certificate, port, log, stop };
}

function cleanEnvironment(folder: string, port: number, region: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: folder,
    TMPDIR: folder,
    LANG: "C.UTF-8",
    AUTH: "true",
    USE_SSL: "1",
    GATEWAY_PORT: String(port),
    BIND_HOST: "127.0.0.1",
    MINISTACK_REGION: region,
    LOG_LEVEL: "WARNING",
  };
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

async function answering(endpoint: string, certificate: string, child: ChildProcess): Promise<void> {
  let last = "it has no certificate yet";
  for (let attempt = 0; attempt < 240; attempt++) {
    if (hasEnded(child)) throw new Error(`it ended with status ${child.exitCode ?? child.signalCode}`);
    if (existsSync(certificate)) {
      const answer = await statusOf(`${endpoint}/_ministack/ready`, certificate);
      if (answer === 200) return;
      last = String(answer);
    }
    await sleep(250);
  }
  throw new Error(`it is not ready after 60 s: ${last}`);
}

/** The status of an answer, or why there is none. */
function statusOf(url: string, certificate: string): Promise<number | string> {
  return new Promise((done) => {
    const request = get(url, { ca: readFileSync(certificate), timeout: 5000 }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    });
    request.on("timeout", () => request.destroy(new Error("no answer within 5 s")));
    request.on("error", (error) => done(error.message));
  });
}

/** Lets clients in this process talk to the emulator, beside whom they trust already. */
function trust(certificate: string): void {
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(certificate, "utf8")]);
}

/** Ends it and the processes of functions that it started: they share its process group. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  const gone = new Promise((done) => child.once("exit", done));
  signalGroup(child.pid, "SIGTERM");
  const late = setTimeout(() => signalGroup(child.pid as number, "SIGKILL"), 5000);
  await gone;
  clearTimeout(late);
  signalGroup(child.pid, "SIGKILL");
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
