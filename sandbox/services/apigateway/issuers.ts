import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import type { World } from "../../world/world";

/** What a token says. */
export interface TokenClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly scopes?: readonly string[];
  /** Seconds of virtual time; an hour when not given. */
  readonly lifetime?: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

/**
 * Stands in for the OpenID issuers that authorizers name: on this machine there are none to ask, so every issuer has a
 * key of the sandbox's own. Tokens are real JWTs (RS256) and are checked as API Gateway checks them.
 */
export class Issuers {
  private keys: Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }> | undefined;

  constructor(private readonly world: () => World) {}

  /** A signed token of an issuer. */
  mint(claims: TokenClaims): Promise<string> {
    const now = Math.floor(this.world().now() / 1000);
    return this.world().hold(async () => {
      const { privateKey } = await this.keyPair();
      return new SignJWT({ ...claims.more, ...(claims.scopes && { scope: claims.scopes.join(" ") }) })
        .setProtectedHeader({ alg: "RS256", kid: claims.issuer })
        .setIssuer(claims.issuer)
        .setAudience(claims.audience)
        .setSubject(claims.subject)
        .setIssuedAt(now)
        .setExpirationTime(now + (claims.lifetime ?? 3600))
        .sign(privateKey);
    });
  }

  /** The claims of a valid token, or why it is not. */
  verify(
    token: string,
    issuer: string,
    audiences: readonly string[],
  ): Promise<{ claims: JWTPayload } | { problem: string }> {
    const currentDate = new Date(this.world().now());
    return this.world().hold(async () => {
      const { publicKey } = await this.keyPair();
      try {
        const options = {
          issuer,
          audience: [...audiences],
          algorithms: ["RS256"],
          currentDate,
          requiredClaims: ["exp"],
        };
        return { claims: (await jwtVerify(token, publicKey, options)).payload };
      } catch (error) {
        return { problem: (error as Error).message };
      }
    });
  }

  /** The issuers' public key, as a JSON Web Key. */
  async publicKey() {
    return exportJWK((await this.keyPair()).publicKey);
  }

  private keyPair() {
    this.keys ??= generateKeyPair("RS256", { extractable: true });
    return this.keys;
  }
}
