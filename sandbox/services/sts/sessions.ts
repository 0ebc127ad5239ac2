import { createHash } from "node:crypto";
import type { Principal } from "../../iam";
import type { Caller } from "../../kernel/client";
import { AwsError } from "../../kernel/errors";
import type { World } from "../../world/world";
import type { Random } from "../../world/random";

export type RolePrincipal = Extract<Principal, { kind: "role" }>;

/** An access key pair. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Temporary credentials. */
export interface SessionKey extends AccessKey {
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expires: number;
}

interface Session extends SessionKey {
  readonly principal: RolePrincipal;
}

const keyLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const secretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Sessions are swept when so many more have been made since the last time. */
const sweepEvery = 1_000;

/** `AKIA`, then `SBOX`, then the account: a key that says whose it is and that it is none of AWS's. */
const rootKeyId = /^AKIASBOX(\d{12})$/;

/**
 * The access key of an account's root, for the port, where requests are signed. Anyone can compute it: it opens a
 * sandbox on one's own machine, nothing else.
 */
export function rootKey(account: string): AccessKey {
  if (!/^\d{12}$/.test(account)) throw new Error(`"${account}" is no account: 12 digits are expected.`);
  const digest = createHash("sha256").update(`sandbox root of ${account}`).digest("base64url");
  return { accessKeyId: `AKIASBOX${account}`, secretAccessKey: `sandboxonly${digest}`.slice(0, 40) };
}

/** Who holds which access key. */
export class Sessions {
  private readonly byKey = new Map<string, Session>();
  private madeSinceSweep = 0;
  private random: Random | undefined;

  constructor(private readonly world: World) {}

  open(principal: RolePrincipal, seconds: number): SessionKey {
    this.sweep();
    this.random ??= this.world.random.fork("sts");
    const session: Session = {
      principal,
      accessKeyId: `ASIA${this.letters(16, keyLetters)}`,
      secretAccessKey: this.letters(40, secretLetters),
      sessionToken: `sandbox${this.letters(81, secretLetters)}`,
      expires: this.world.now() + seconds * 1000,
    };
    this.byKey.set(session.accessKeyId, session);
    return session;
  }

  /** @throws AwsError ExpiredTokenException */
  callerOf(accessKeyId: string): Caller | undefined {
    const account = rootKeyId.exec(accessKeyId)?.[1];
    if (account !== undefined) return { principal: { kind: "root", account }, account };
    const session = this.byKey.get(accessKeyId);
    if (!session) return undefined;
    if (session.expires <= this.world.now()) {
      throw new AwsError("ExpiredTokenException", "The security token included in the request is expired", 403);
    }
    return { principal: session.principal, account: session.principal.account };
  }

  /** What requests of an access key are signed with: the secret, and the token of temporary credentials. */
  credentials(accessKeyId: string): { readonly secretAccessKey: string; readonly sessionToken?: string } | undefined {
    const account = rootKeyId.exec(accessKeyId)?.[1];
    return account === undefined ? this.byKey.get(accessKeyId) : rootKey(account);
  }

  get size(): number {
    return this.byKey.size;
  }

  private letters(count: number, alphabet: string): string {
    let text = "";
    for (let i = 0; i < count; i++) text += alphabet[(this.random as Random).int(0, alphabet.length - 1)];
    return text;
  }

  /** Forgets sessions that are over for a day: until then their keys are answered as expired, not as unknown. */
  private sweep(): void {
    if (++this.madeSinceSweep < sweepEvery) return;
    this.madeSinceSweep = 0;
    const limit = this.world.now() - 86_400_000;
    for (const [key, { expires }] of this.byKey) if (expires < limit) this.byKey.delete(key);
  }
}
