import { generateKeyPair, jwtVerify, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import type { World } from "../../world/world";

/** What a token says. */
export interface TokenClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly scopes?: readonly string[];
  /** Seconds of virtual time; an hour when not given. */
  readonly lifetime?: number;
  /** Further claims, which win over the ones above. */
  readonly more?: Readonly<Record<string, unknown>>;
}

type Verified = { readonly claims: JWTPayload } | { readonly problem: string };

/** HTTP APIs take RSA signatures only: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
const algorithms = ["RS256", "RS384", "RS512"];

/**
 * Stands in for the OpenID issuers that authorizers name: on this machine there are none to ask, so every issuer has a
 * key of the sandbox's own. Tokens are real JWTs (RS256) and are checked as API Gateway checks them.
 */
export class Issuers {
  private keys: Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }> | undefined;

  constructor(private readonly world: () => World) {}

  /** A signed token of an issuer. */
  mint({ issuer, audience, subject, scopes, lifetime = 3600, more }: TokenClaims): Promise<string> {
    const now = this.seconds();
    const claims = {
      iss: issuer,
      aud: audience,
      sub: subject,
      iat: now,
      exp: now + lifetime,
      ...(scopes && { scope: scopes.join(" ") }),
      ...more,
    };
    return this.world().hold(async () => {
      const { privateKey } = await this.keyPair();
      return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: issuer }).sign(privateKey);
    });
  }

  /** The claims of a valid token, or why it is not. */
  verify(token: string, issuer: string, audiences: readonly string[]): Promise<Verified> {
    const now = this.seconds();
    return this.world().hold(async () => {
      const { publicKey } = await this.keyPair();
      const currentDate = new Date(now * 1000);
      try {
        const options = { issuer, algorithms, currentDate, requiredClaims: ["exp"] };
        const { payload } = await jwtVerify(token, publicKey, options);
        const problem = problemOf(payload, audiences, now);
        return problem === undefined ? { claims: payload } : { problem };
      } catch (error) {
        // Access logs take it into JSON as it is.
        return { problem: (error as Error).message.replaceAll('"', "'") };
      }
    });
  }

  private seconds(): number {
    return Math.floor(this.world().now() / 1000);
  }

  private keyPair() {
    this.keys ??= generateKeyPair("RS256");
    return this.keys;
  }
}

/** `aud` or, only where there is none, `client_id` must be one of the audiences; `iat` must have passed. */
function problemOf(claims: JWTPayload, audiences: readonly string[], now: number): string | undefined {
  const audience = [claims.aud ?? claims["client_id"] ?? []].flat() as unknown[];
  if (!audience.some((each) => audiences.includes(String(each)))) return "the token does not have a valid audience";
  if (typeof claims.iat === "number" && claims.iat > now) return "the token was issued in the future";
  return undefined;
}
