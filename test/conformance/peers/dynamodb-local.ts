import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.html; 3.x needs a newer Java. */
export const DYNAMODB_LOCAL_VERSION = "2.6.0";

/** AWS's own DynamoDB, running in memory on this machine. */
export interface DynamoDbLocal {
  readonly endpoint: string;
  stop(): void;
}

/** Fetches the library with Maven, once. @returns its folder, or why there is none */
export function installDynamoDbLocal(
  project: string,
  say: (line: string) => void,
): { folder: string } | { missing: string } {
  for (const [tool, flag] of [
    ["java", "-version"],
    ["mvn", "-version"],
  ] as const) {
    if (spawnSync(tool, [flag]).error) return { missing: `there is no ${tool} on the PATH` };
  }
  const cache = join(project, ".cache");
  const folder = join(cache, `dynamodb-local-${DYNAMODB_LOCAL_VERSION}`);
  if (existsSync(folder)) return { folder };
  say(`Fetching DynamoDB Local ${DYNAMODB_LOCAL_VERSION} from Maven.`);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "dynamodb-local-"));
  writeFileSync(join(work, "pom.xml"), pom);
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${join(work, "lib")}`];
  const args = ["-q", "-B", "-f", join(work, "pom.xml"), `-Dmaven.repo.local=${join(cache, "m2")}`, ...goal];
  const { status, stdout, stderr } = spawnSync("mvn", args, { encoding: "utf8" });
  if (status === 0) renameSync(join(work, "lib"), folder);
  rmSync(work, { recursive: true, force: true });
  return status === 0 ? { folder } : { missing: `mvn failed: ${`${stdout}${stderr}`.trim().slice(-500)}` };
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>peers</groupId><artifactId>peers</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency>
    <groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>${DYNAMODB_LOCAL_VERSION}</version>
  </dependency></dependencies>
</project>
`;

/** Starts it on a free port. @throws when it does not answer within a minute */
export async function startDynamoDbLocal(folder: string): Promise<DynamoDbLocal> {
  const port = await freePort();
  const main = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";
  const options = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", String(port)];
  const classes = [`-Djava.library.path=${folder}`, "-cp", join(folder, "*")];
  const child = spawn("java", [...classes, main, ...options], { stdio: "ignore", cwd: tmpdir() });
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answering(endpoint, child);
  } catch (error) {
    child.kill();
    throw error;
  }
  return { endpoint, stop: () => void child.kill() };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Any answer will do: without a signature it is an error. */
async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt++) {
    if (child.exitCode !== null) throw new Error(`DynamoDB Local ended with status ${child.exitCode}`);
    try {
      await fetch(endpoint);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  throw new Error("DynamoDB Local does not answer after 60 s");
}
