import { createServer } from "node:net";
import { exitStatus, UserError } from "../shared";

/** Before a long run: is the port free that is to be served on after it? @throws UserError */
export async function assertPortFree(port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => probe.once("error", reject).listen(port, "127.0.0.1", resolve));
    await new Promise((resolve) => probe.close(resolve));
  } catch (error) {
    throw portError(error, port);
  }
}

/** A sentence for a port that is taken; any other error as it is. */
export function portError(error: unknown, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") return error;
  return new UserError(`Port ${port} is taken: give another with --port, or --port 0 for any.`, exitStatus.portBusy);
}
