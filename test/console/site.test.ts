import { expect } from "chai";
import { toModule } from "../../console/module";
import { consoleSite, contentSecurityPolicy } from "../../console/site";

describe("the console's files", () => {
  const files = new Map(consoleSite().map((file) => [file.path, file]));

  it("are there for every import, link and script", () => {
    for (const { path, text } of files.values()) {
      const asked = path.endsWith(".js") ? /^(?:import|export)[^"']*? from "([^"]+)"/gm : /(?:href|src)="([^"#]+)"/g;
      if (path.startsWith("vendor/") || !/\.(js|html)$/.test(path)) continue;
      for (const [, name] of text.matchAll(asked)) {
        const wanted = new URL(name as string, `http://console/${path}`).pathname.slice(1);
        expect(files.has(wanted), `${path} asks for ${name}`).to.equal(true);
      }
    }
  });

  it("run nothing that is not a file, and put nothing on the page as markup", () => {
    expect(contentSecurityPolicy()).to.include("default-src 'none'").and.not.include("unsafe");
    for (const { path, text } of files.values()) {
      if (path.startsWith("vendor/")) continue;
      expect(text, path).not.to.match(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
      if (path.endsWith(".html")) expect(text, path).not.to.match(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
    }
  });

  it("name the module that an import means, and lose their types", () => {
    const text = 'import type { A } from "./a";\nimport { b } from "./b";\nimport u from "uplot";\nexport { b, u };\n';
    expect(toModule(text, { uplot: "../vendor/uplot.js" })).to.equal(
      'import { b } from "./b.js";\nimport u from "../vendor/uplot.js";\nexport { b, u };\n',
    );
    expect(() => toModule('import x from "left-pad";\nx();\n', {})).to.throw('no package "left-pad"');
  });
});
