import type { Principal, StatementRef } from "../iam";
import type { Access } from "./service";

/** A call that was refused. */
export interface DeniedCall {
  readonly time: number;
  readonly principal: Principal;
  readonly access: Access;
  readonly message: string;
}

/** What happened to permissions in a run: calls by operation, denials, and which grants were used. */
export class Ledger {
  private readonly calls = new Map<string, number>();
  private readonly deniedCalls: DeniedCall[] = [];
  private readonly usedStatements = new Map<string, Set<string>>();

  count(service: string, operation: string): void {
    const key = `${service}:${operation}`;
    this.calls.set(key, (this.calls.get(key) ?? 0) + 1);
  }

  denied(call: DeniedCall): void {
    this.deniedCalls.push(call);
  }

  used(principal: Principal, statements: readonly StatementRef[]): void {
    if (principal.kind !== "role") return;
    let set = this.usedStatements.get(principal.roleArn);
    if (!set) this.usedStatements.set(principal.roleArn, (set = new Set()));
    for (const statement of statements) set.add(statementKey(statement));
  }

  /** Whether a statement's action and resource pattern ever let a call of the role through. */
  wasUsed(roleArn: string, statement: GrantRef): boolean {
    return this.usedStatements.get(roleArn)?.has(statementKey(statement)) ?? false;
  }

  callCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.calls].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  denials(): readonly DeniedCall[] {
    return this.deniedCalls;
  }
}

type GrantRef = Pick<StatementRef, "policy" | "index" | "action" | "resource">;

function statementKey({ policy, index, action, resource }: GrantRef): string {
  return [policy, index, action, resource].join("\u0000");
}
