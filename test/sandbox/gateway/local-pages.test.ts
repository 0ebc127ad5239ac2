import { expect } from "chai";
import { json, servePages, type LocalPages } from "../../../sandbox/gateway/local-pages";

const pages: LocalPages[] = [
  { prefix: "/_here/", answer: (path) => (path === "thing" ? json({ is: "here" }) : undefined) },
];

async function ask(path: string, { method = "GET", host = "127.0.0.1:4566" } = {}) {
  const request = { method, path, query: {}, headers: { host }, host, body: Buffer.alloc(0) };
  const reply = await servePages(pages, request);
  return reply && { ...reply, body: Buffer.from(reply.body).toString("utf8") };
}

describe("pages at the port beside AWS", () => {
  it("are answered below their prefix only", async () => {
    expect(await ask("/_here/thing")).to.deep.include({ statusCode: 200, body: '{"is":"here"}' });
    expect(await ask("/_here/other")).to.deep.include({ statusCode: 404 });
    expect(await ask("/somewhere/else")).to.equal(undefined);
    expect((await ask("/_here"))?.headers).to.include({ location: "/_here/" });
  });

  it("are only read", async () => {
    expect(await ask("/_here/thing", { method: "HEAD" })).to.deep.include({ statusCode: 200 });
    expect(await ask("/_here/thing", { method: "POST" })).to.deep.include({ statusCode: 405 });
  });

  it("are for this machine: another name that leads here could be anybody's", async () => {
    for (const host of ["localhost:4566", "127.0.0.1", "[::1]:4566"])
      expect(await ask("/_here/thing", { host })).to.include({ statusCode: 200 });
    for (const host of ["example.com", "127.0.0.1.example.com", "localhost.example.com:4566", ""])
      expect(await ask("/_here/thing", { host })).to.include({ statusCode: 403 });
  });
});
