import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { toModule } from "./module";

/** A file of the console as a browser gets it. */
export interface SiteFile {
  /** Below the console's address: `views/trends.js`. */
  readonly path: string;
  readonly contentType: string;
  readonly text: string;
}

const page = join(__dirname, "page");

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** What the page takes from packages, by where it is read. */
const vendored: Readonly<Record<string, string>> = {
  "vendor/uplot.js": "uplot/dist/uPlot.esm.js",
  "vendor/uplot.css": "uplot/dist/uPlot.min.css",
};

/** What the page may load and call: nothing runs that is not one of its files. The page says so itself, too. */
export function contentSecurityPolicy(): string {
  const [, policy] =
    /http-equiv="content-security-policy"\s+content="([^"]+)"/.exec(readFileSync(join(page, "index.html"), "utf8")) ??
    [];
  if (policy === undefined) throw new Error("console/page/index.html has no content security policy.");
  return policy;
}

/** Every file of the console, in the order of paths: TypeScript became modules, and nothing had to be bundled. */
export function consoleSite(): SiteFile[] {
  const own = filesBelow(page).map((path): SiteFile => {
    const text = readFileSync(join(page, path), "utf8");
    if (extname(path) !== ".ts") return file(path, text);
    const depth = path.split("/").length - 1;
    return file(
      path.replace(/\.ts$/, ".js"),
      toModule(text, { uplot: `${"../".repeat(depth) || "./"}vendor/uplot.js` }),
    );
  });
  const others = Object.entries(vendored).map(([path, source]) =>
    file(path, readFileSync(require.resolve(source), "utf8")),
  );
  return [...own, ...others].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function file(path: string, text: string): SiteFile {
  const contentType = contentTypes[extname(path)];
  if (contentType === undefined)
    throw new Error(`console/page/${path}: nothing says of which type a ${extname(path)} is.`);
  return { path, contentType, text };
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/(^|\/)(tsconfig\.json|.*\.d\.ts)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split("\\").join("/"));
}
