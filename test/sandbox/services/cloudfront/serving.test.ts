import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { CloudWatchService } from "../../../../sandbox/services/cloudwatch";
import { EdgeBench, cachePolicy, place, edge } from "./bench";

const vtt = "WEBVTT\n\n00:00.000 --> 00:01.000\nनमस्ते\n";
const path = "/captions/p-1/v1/hi.vtt";

describe("CloudFront: what an edge serves", () => {
  let bench: EdgeBench;
  beforeEach(() => {
    bench = new EdgeBench();
  });
  afterEach(() => bench.close());

  it("serves an object with the origin's headers and its own", async () => {
    await bench.deploy();
    await bench.put(path.slice(1), vtt, { CacheControl: "max-age=60" });
    const { status, headers, text } = await bench.get(path);
    expect([status, text]).to.deep.equal([200, vtt]);
    expect(headers).to.include({
      "content-type": "text/vtt",
      "content-length": String(Buffer.byteLength(vtt)),
      "cache-control": "max-age=60",
      "accept-ranges": "bytes",
      server: "AmazonS3",
      "x-cache": "Miss from cloudfront",
      "x-amz-cf-pop": "BOM78-P1",
    });
    expect(headers["etag"]).to.match(/^"[0-9a-f]{32}"$/);
    expect(headers["via"]).to.match(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/);
    expect(headers["x-amz-cf-id"]).to.match(/^[\w-]{56}$/);
    expect(headers).to.not.have.any.keys("age", "x-amz-request-id", "x-amz-id-2");
  });

  it("answers HEAD without a body, from the cache when a GET was there first", async () => {
    await bench.deploy();
    await bench.put(path.slice(1), vtt);
    const first = await bench.get(path, { method: "HEAD" });
    expect([first.status, first.text, first.cache]).to.deep.equal([200, "", "Miss"]);
    expect(first.headers["content-length"]).to.equal(String(Buffer.byteLength(vtt)));
    expect((await bench.get(path, { method: "HEAD" })).cache).to.equal("Hit");
    expect((await bench.get(path)).cache).to.equal("Miss");
    await bench.pass(200);
    const after = await bench.get(path, { method: "HEAD" });
    expect([after.cache, after.headers["age"]]).to.deep.equal(["Hit", "200"]);
  });

  it("decodes the path into the key, and leaves queries out of both", async () => {
    await bench.deploy();
    await bench.put("captions/p 1/हिन्दी+.vtt", vtt);
    const encoded = `/captions/${encodeURIComponent("p 1")}/${encodeURIComponent("हिन्दी")}+.vtt`;
    expect((await bench.get(`${encoded}?a=1`)).status).to.equal(200);
    expect((await bench.get(`${encoded}?a=2`)).cache).to.equal("Hit");
    expect((await bench.get("/captions/%E0%A4%A")).status).to.equal(400);
  });

  it("puts the origin's path before the viewer's", async () => {
    await bench.deploy({ origin: { originPath: "/captions" } });
    await bench.put("captions/p-1.vtt", vtt);
    expect((await bench.get("/p-1.vtt")).text).to.equal(vtt);
    expect((await bench.get("/captions/p-1.vtt")).status).to.equal(404);
  });

  it("serves the default root object for the root, and refuses to list the bucket without one", async () => {
    await bench.deploy({ distribution: { defaultRootObject: "captions/index.html" } });
    await bench.put("captions/index.html", "<p>hi</p>", { ContentType: "text/html" });
    expect((await bench.get("/")).text).to.equal("<p>hi</p>");
    bench.close();
    bench = new EdgeBench();
    await bench.deploy();
    await expectFailure(bench.get("/"), /does not support https:\/\/d\w{13}\.cloudfront\.net\/ without a default root/);
  });

  describe("the cache", () => {
    it("serves what it has while that is fresh, then asks whether it still is", async () => {
      await bench.deploy();
      await bench.put(path.slice(1), vtt);
      expect((await bench.get(path)).cache).to.equal("Miss");
      await bench.pass(299);
      const hit = await bench.get(path);
      expect([hit.cache, hit.headers["age"], hit.text]).to.deep.equal(["Hit", "299", vtt]);
      await bench.pass(1);
      const refreshed = await bench.get(path);
      expect([refreshed.cache, refreshed.headers["age"], refreshed.text]).to.deep.equal(["RefreshHit", undefined, vtt]);
      await bench.pass(299);
      expect((await bench.get(path)).cache).to.equal("Hit");
    });

    it("serves a replaced object when the old one has expired", async () => {
      await bench.deploy();
      await bench.put(path.slice(1), vtt);
      await bench.get(path);
      await bench.put(path.slice(1), "WEBVTT\n\nnew");
      expect((await bench.get(path)).text).to.equal(vtt);
      await bench.pass(300);
      const { cache, text } = await bench.get(path);
      expect([cache, text]).to.deep.equal(["Miss", "WEBVTT\n\nnew"]);
    });

    it("keeps nothing where the object forbids it, or the policy", async () => {
      await bench.deploy();
      await bench.put("captions/a", vtt, { CacheControl: "no-store" });
      await bench.get("/captions/a");
      expect((await bench.get("/captions/a")).cache).to.equal("Miss");
      await bench.put("captions/b", vtt, { CacheControl: "no-cache" });
      await bench.get("/captions/b");
      expect((await bench.get("/captions/b")).cache).to.equal("RefreshHit");
      bench.close();
      bench = new EdgeBench();
      await bench.deploy({ behavior: { cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" } });
      await bench.put("captions/c", vtt);
      await bench.get("/captions/c");
      expect((await bench.get("/captions/c")).cache).to.equal("Miss");
    });

    it("forgets an object that is gone when it asks again", async () => {
      await bench.deploy();
      await bench.put(path.slice(1), vtt);
      await bench.get(path);
      await bench.s3.send(new DeleteObjectCommand({ Bucket: "films", Key: path.slice(1) }));
      expect((await bench.get(path)).status).to.equal(200);
      await bench.pass(300);
      expect((await bench.get(path)).status).to.equal(404);
    });

    it("serves what has expired while the origin fails, and asks again after the time of error caching", async () => {
      bench.close();
      bench = new EdgeBench({ faults: [{ kind: "throttle", service: "s3", operation: "GetObject", from: 300_000 }] });
      await bench.deploy({ distribution: { customErrorResponses: [{ errorCode: 503, errorCachingMinTtl: 30 }] } });
      await bench.put(path.slice(1), vtt);
      await bench.get(path);
      await bench.pass(301);
      expect((await bench.get(path)).text).to.equal(vtt);
      const asked = () => bench.world.faults.counts()[0]?.struck;
      expect(asked()).to.equal(1);
      await bench.pass(29);
      expect((await bench.get(path)).status).to.equal(200);
      expect(asked()).to.equal(1);
      await bench.pass(1);
      expect((await bench.get(path)).text).to.equal(vtt);
      expect(asked()).to.equal(2);
      expect((await bench.get("/captions/other")).status).to.equal(503);
    });
  });

  describe("conditional requests and ranges", () => {
    beforeEach(async () => {
      await bench.deploy();
      await bench.put(path.slice(1), "0123456789");
    });

    it("answers 304 to the ETag or the date that the viewer has", async () => {
      const { headers } = await bench.get(path);
      const { etag = "", "last-modified": modified = "" } = headers;
      const same = await bench.get(path, { headers: { "if-none-match": `"x", ${etag}` } });
      expect([same.status, same.text, same.headers["etag"]]).to.deep.equal([304, "", etag]);
      expect(same.headers).to.not.have.any.keys("content-type", "content-length");
      expect((await bench.get(path, { headers: { "if-none-match": `W/${etag}` } })).status).to.equal(304);
      expect((await bench.get(path, { headers: { "if-none-match": `"other"` } })).status).to.equal(200);
      expect((await bench.get(path, { headers: { "if-modified-since": modified } })).status).to.equal(304);
      const earlier = new Date(Date.parse(modified) - 1000).toUTCString();
      expect((await bench.get(path, { headers: { "if-modified-since": earlier } })).status).to.equal(200);
    });

    const ranges: readonly (readonly [range: string, status: number, text: string, contentRange?: string])[] = [
      ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
      ["bytes=8-", 206, "89", "bytes 8-9/10"],
      ["bytes=-3", 206, "789", "bytes 7-9/10"],
      ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
      ["bytes=-99", 206, "0123456789", "bytes 0-9/10"],
      ["bytes=4-2", 200, "0123456789"],
      ["bytes=-", 200, "0123456789"],
      ["lines=1-2", 200, "0123456789"],
    ];
    for (const [range, status, text, contentRange] of ranges) {
      it(`answers ${status} to ${range}`, async () => {
        const answer = await bench.get(path, { headers: { range } });
        expect([answer.status, answer.text]).to.deep.equal([status, text]);
        expect(answer.headers["content-range"]).to.equal(contentRange);
        expect(answer.headers["content-length"]).to.equal(String(text.length));
      });
    }

    it("answers 416 to a range beyond the end, and refuses several", async () => {
      const beyond = await bench.get(path, { headers: { range: "bytes=10-" } });
      expect([beyond.status, beyond.headers["content-range"]]).to.deep.equal([416, "bytes */10"]);
      await expectFailure(bench.get(path, { headers: { range: "bytes=0-1,4-5" } }), /several ranges/);
    });

    it("answers the whole object when If-Range no longer holds", async () => {
      const { headers } = await bench.get(path);
      const part = (condition: string | undefined) =>
        bench.get(path, { headers: { range: "bytes=0-1", "if-range": condition ?? "" } });
      expect((await part(headers["etag"])).status).to.equal(206);
      expect((await part(headers["last-modified"])).status).to.equal(206);
      expect((await part('"other"')).status).to.equal(200);
    });

    it("refuses conditions that it does not model", async () => {
      await expectFailure(bench.get(path, { headers: { "if-match": '"x"' } }), /the header if-match/);
      await expectFailure(
        bench.get(path, { headers: { "if-unmodified-since": "x" } }),
        /the header if-unmodified-since/,
      );
    });
  });

  describe("compression", () => {
    const long = "नमस्ते दुनिया\n".repeat(100);
    beforeEach(async () => {
      await bench.deploy();
      await bench.put("captions/long.txt", long, { ContentType: "text/plain; charset=utf-8" });
    });
    const accepting = (encoding: string) =>
      bench.get("/captions/long.txt", { headers: { "accept-encoding": encoding } });

    it("prefers Brotli, and keeps each variant apart", async () => {
      const br = await accepting("gzip, deflate, br");
      expect(br.headers).to.include({ "content-encoding": "br", vary: "Accept-Encoding" });
      expect(brotliDecompressSync(br.body).toString("utf8")).to.equal(long);
      expect(br.headers["content-length"]).to.equal(String(br.body.byteLength));
      expect(br.headers["etag"]).to.match(/^W\/"/);
      const gzip = await accepting("gzip;q=0.5, br;q=0");
      expect([gzip.cache, gzunzip(gzip.body)]).to.deep.equal(["Miss", long]);
      const plain = await bench.get("/captions/long.txt");
      expect([plain.cache, plain.text]).to.deep.equal(["Miss", long]);
      expect((await accepting("br")).cache).to.equal("Hit");
    });

    it("asks the origin about a compressed object by its own ETag", async () => {
      await accepting("br");
      await bench.pass(300);
      const again = await accepting("br");
      expect([again.cache, again.headers["content-encoding"]]).to.deep.equal(["RefreshHit", "br"]);
      const same = await bench.get("/captions/long.txt", {
        headers: { "accept-encoding": "br", "if-none-match": again.headers["etag"] ?? "" },
      });
      expect(same.status).to.equal(304);
    });

    it("leaves small objects, WebVTT and what is encoded already as they are", async () => {
      const rows: readonly (readonly [string, string, object])[] = [
        ["captions/small.txt", "short", { ContentType: "text/plain" }],
        ["captions/long.vtt", long, { ContentType: "text/vtt" }],
        ["captions/encoded.txt", long, { ContentType: "text/plain", ContentEncoding: "identity" }],
      ];
      for (const [key, body, more] of rows) {
        await bench.put(key, body, more);
        const { text, headers } = await bench.get(`/${key}`, { headers: { "accept-encoding": "br" } });
        expect([text, headers["content-encoding"]], key).to.deep.equal([
          body,
          /encoded/.test(key) ? "identity" : undefined,
        ]);
      }
    });

    it("serves ranges of the object as it is", async () => {
      const headers = { "accept-encoding": "br", range: "bytes=0-2" };
      const part = await bench.get("/captions/long.txt", { headers });
      expect([part.status, part.text]).to.deep.equal([206, "न"]);
    });
  });

  describe("what is refused at the edge", () => {
    it("redirects from http to https, keeping the query", async () => {
      await bench.deploy();
      const { status, headers, cache } = await bench.get(`${path}?a=1`, { protocol: "http" });
      const location = `https://${bench.domainName}${path}?a=1`;
      expect([status, headers["location"], cache]).to.deep.equal([301, location, "Redirect"]);
      expect((await bench.get(path, { protocol: "http", method: "POST" })).status).to.equal(307);
    });

    it("refuses http where only https is allowed, and serves it where both are", async () => {
      await bench.deploy({ behavior: { viewerProtocolPolicy: "https-only" } });
      expect((await bench.get(path, { protocol: "http" })).status).to.equal(403);
      bench.close();
      bench = new EdgeBench();
      await bench.deploy({ behavior: { viewerProtocolPolicy: "allow-all" } });
      await bench.put(path.slice(1), vtt);
      expect((await bench.get(path, { protocol: "http" })).status).to.equal(200);
    });

    it("refuses methods that are not allowed, and bodies", async () => {
      await bench.deploy();
      for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
        const { status, headers, cache } = await bench.get(path, { method });
        expect([status, headers["content-type"], cache], method).to.deep.equal([403, "text/html", "Error"]);
      }
      expect((await bench.get(path, { body: Buffer.from("x") })).status).to.equal(403);
    });

    it("does not guess what a preflight is answered", async () => {
      await bench.deploy();
      await expectFailure(bench.get(path, { method: "OPTIONS" }), /does not support OPTIONS requests to CloudFront/);
      bench.close();
      bench = new EdgeBench();
      await bench.deploy({ behavior: { allowedMethods: ["GET", "HEAD"] } });
      expect((await bench.get(path, { method: "OPTIONS" })).status).to.equal(403);
    });
  });

  describe("errors", () => {
    it("keeps a 404 for ten seconds, or as long as it is told", async () => {
      await bench.deploy();
      const missing = await bench.get(path);
      expect([missing.status, missing.cache]).to.deep.equal([404, "Error"]);
      expect(missing.text).to.contain("<Code>NoSuchKey</Code>");
      await bench.put(path.slice(1), vtt);
      await bench.pass(9);
      const kept = await bench.get(path);
      expect([kept.status, kept.cache, kept.headers["age"]]).to.deep.equal([404, "Error", "9"]);
      await bench.pass(1);
      expect((await bench.get(path)).status).to.equal(200);
      bench.close();
      bench = new EdgeBench();
      await bench.deploy({ distribution: { customErrorResponses: [{ errorCode: 404, errorCachingMinTtl: 0 }] } });
      await bench.get(path);
      await bench.put(path.slice(1), vtt);
      expect((await bench.get(path)).status).to.equal(200);
    });

    it("answers a page of the origin's in an error's place, with the status that it is told", async () => {
      const customErrorResponses = [{ errorCode: 404, responseCode: 410, responsePagePath: "/captions/gone.html" }];
      await bench.deploy({ distribution: { customErrorResponses } });
      const without = await bench.get("/captions/early");
      expect([without.status, without.cache]).to.deep.equal([404, "Error"]);
      await bench.pass(10);
      await bench.put("captions/gone.html", "<p>gone</p>", { ContentType: "text/html" });
      const { status, text, headers, cache } = await bench.get(path);
      expect([status, text, headers["content-type"], cache]).to.deep.equal([410, "<p>gone</p>", "text/html", "Error"]);
      expect((await bench.get(path)).status).to.equal(410);
    });

    it("answers a missing object's HEAD without a body", async () => {
      await bench.deploy();
      const { status, text } = await bench.get(path, { method: "HEAD" });
      expect([status, text]).to.deep.equal([404, ""]);
    });
  });

  describe("the response headers policy", () => {
    const headers = {
      corsConfig: {
        accessControlAllowCredentials: false,
        accessControlAllowHeaders: { items: ["*"] },
        accessControlAllowMethods: { items: ["GET", "HEAD"] },
        accessControlAllowOrigins: { items: ["*"] },
        accessControlExposeHeaders: { items: ["ETag", "Content-Length"] },
        accessControlMaxAgeSec: 3600,
        originOverride: true,
      },
      securityHeadersConfig: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, includeSubdomains: true, override: true },
      },
      customHeadersConfig: { items: [{ header: "Cache-Control", value: "max-age=1", override: false }] },
      removeHeadersConfig: { items: [{ header: "X-Amz-Server-Side-Encryption" }] },
    };

    it("sets security headers always, CORS headers for requests of other origins", async () => {
      await bench.deploy({ headers });
      await bench.put(path.slice(1), vtt);
      const same = await bench.get(path);
      expect(same.headers).to.include({
        "x-content-type-options": "nosniff",
        "strict-transport-security": "max-age=31536000; includeSubDomains",
        "cache-control": "max-age=1",
      });
      expect(same.headers).to.not.have.any.keys("access-control-allow-origin", "x-amz-server-side-encryption");
      const cross = await bench.get(path, { headers: { origin: "https://huut.example" } });
      expect([cross.cache, cross.headers["access-control-allow-origin"]]).to.deep.equal(["Hit", "*"]);
      expect(cross.headers["access-control-expose-headers"]).to.equal("ETag, Content-Length");
      expect(cross.headers).to.not.have.any.keys("access-control-allow-methods", "access-control-max-age");
    });

    it("leaves the origin's header where it may not override it, and is set on errors too", async () => {
      await bench.deploy({ headers });
      await bench.put(path.slice(1), vtt, { CacheControl: "max-age=77" });
      expect((await bench.get(path)).headers["cache-control"]).to.equal("max-age=77");
      const missing = await bench.get("/captions/none", { headers: { origin: "https://huut.example" } });
      expect(missing.headers).to.include({ "x-content-type-options": "nosniff", "access-control-allow-origin": "*" });
    });

    it("admits named origins one by one", async () => {
      const corsConfig = {
        ...headers.corsConfig,
        accessControlAllowCredentials: true,
        accessControlAllowOrigins: { items: ["https://huut.example"] },
      };
      await bench.deploy({ headers: { corsConfig } });
      await bench.put(path.slice(1), vtt);
      const of = async (origin: string) => (await bench.get(path, { headers: { origin } })).headers;
      expect(await of("https://huut.example")).to.include({
        "access-control-allow-origin": "https://huut.example",
        "access-control-allow-credentials": "true",
        vary: "Origin",
      });
      expect(await of("https://other.example")).to.not.have.any.keys("access-control-allow-origin", "vary");
    });
  });

  it("counts requests, bytes and errors in us-east-1", async () => {
    await bench.deploy();
    await bench.put(path.slice(1), vtt);
    await bench.get(path);
    await bench.get(path);
    await bench.get("/captions/none");
    const metrics = bench.cloud.service<CloudWatchService>("monitoring");
    expect(metrics.total("AWS/CloudFront", "Requests")).to.equal(3);
    expect(metrics.total("AWS/CloudFront", "4xxErrorRate")).to.equal(100);
    expect(metrics.total("AWS/CloudFront", "5xxErrorRate")).to.equal(0);
    const summary = bench.service.summary() as Record<string, object>;
    expect(summary[bench.distributionId]).to.deep.include({ results: { Error: 1, Hit: 1, Miss: 1 } });
    const list = (region: typeof place) =>
      bench.cloud.call<{ Metrics: object[] }>({
        principal: { kind: "root", account: place.account },
        place: region,
        service: "monitoring",
        operation: "ListMetrics",
        input: { Namespace: "AWS/CloudFront" },
      });
    expect((await list(edge)).Metrics).to.have.length(5);
    expect((await list(place)).Metrics).to.deep.equal([]);
  });

  it("makes the same answers of the same seed", async () => {
    const tell = async () => {
      const other = new EdgeBench();
      try {
        await other.deploy({ policy: cachePolicy });
        await other.put(path.slice(1), vtt);
        return [(await other.get(path)).headers, other.domainName];
      } finally {
        other.close();
      }
    };
    bench.close();
    expect(await tell()).to.deep.equal(await tell());
    bench = new EdgeBench();
  });
});

function gzunzip(body: Uint8Array): string {
  return gunzipSync(body).toString("utf8");
}

async function expectFailure(promise: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  expect(error?.message).to.match(message);
}
