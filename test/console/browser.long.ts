import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import * as axe from "axe-core";
import { expect } from "chai";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

/** Debian's; Playwright's own downloads are not asked for. */
const executablePath = "/usr/bin/chromium";
/** The console of a sandbox that `npm start` serves: `HUUT_CONSOLE=http://127.0.0.1:4566/_console/ npm test -- FILE`. */
const address = process.env["HUUT_CONSOLE"];
const images = join(__dirname, "..", "..", "docs", "images");

describe("the console in a browser", function () {
  this.timeout(120_000);
  let browser: Browser;

  before(async function () {
    const missing =
      address === undefined
        ? "HUUT_CONSOLE names no console that npm start serves"
        : existsSync(executablePath)
          ? undefined
          : `there is no ${executablePath}`;
    if (missing !== undefined) {
      console.log(`    The console is not tried in a browser: ${missing}.`);
      return this.skip();
    }
    mkdirSync(images, { recursive: true });
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });

  after(() => browser?.close());

  /** A page at a place of the console, once `sign` is there. */
  async function open(place: string, sign: string, look: BrowserContextOptions = {}): Promise<Page> {
    // Only what axe runs for the test is let past the policy; the page itself keeps it (site.test.ts).
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true, ...look });
    const page = await context.newPage();
    await page.goto(`${address}${place}`);
    await page.waitForSelector(sign, { timeout: 60_000 });
    return page;
  }

  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const found = await page.evaluate("axe.run(document)");
    return (found as axe.AxeResults).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`,
    );
  }

  const views = [
    ["pipeline", "#/pipeline", ".box .headline"],
    ["trends", "#/trends", ".card, .empty"],
    ["figures", "#/kpis?from=2026-11-02&to=2026-11-05", ".chart canvas"],
    ["search", "#/search?q=cricket", ".card"],
    ["post", "#/posts/p-0001?language=ur", ".cues li"],
    ["alarms", "#/alarms", ".card, .empty"],
    ["access", "#/access", "form"],
  ] as const;

  for (const [name, place, sign] of views) {
    for (const [device, look] of [
      ["a desk", {}],
      ["a phone", { viewport: { width: 320, height: 800 }, colorScheme: "dark" }],
    ] as const) {
      it(`shows ${name} on ${device}: nothing for axe to find, nothing wider than the screen`, async () => {
        const page = await open(place, sign, look);
        expect(await violations(page)).to.deep.equal([]);
        expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).to.be.at.most(0);
        const path = join(images, `console-${name}${device === "a phone" ? "-phone" : ""}.png`);
        if (["pipeline", "figures", "post"].includes(name)) {
          await page.screenshot({ path });
          expect(statSync(path).size).to.be.below(300_000);
        }
        await page.context().close();
      });
    }
  }

  it("runs Urdu from right to left, and switches to Hindi, which runs from left to right", async () => {
    const page = await open("#/posts/p-0001?language=ur", ".cues li");
    const list = page.locator(".cues ol");
    expect([await list.getAttribute("lang"), await list.getAttribute("dir")]).to.deep.equal(["ur", "rtl"]);
    await page.getByRole("radio", { name: "Hindi" }).check();
    await page.waitForSelector('.cues ol[lang="hi"][dir="ltr"]');
    expect(await page.locator("audio track").getAttribute("srclang")).to.equal("hi");
    await page.context().close();
  });

  it("can be gone through by keys, beginning with a way past the navigation", async () => {
    const page = await open("#/pipeline", ".box .headline");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).to.equal("skip");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).to.equal("main");
    await page.locator(".box").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(".box").first().getAttribute("aria-pressed")).to.equal("true");
    expect(await page.locator(".details h3").textContent()).to.equal("post-events");
    await page.context().close();
  });

  it("shows what the API finds wrong, with the cure", async () => {
    const page = await open("#/posts/no-such-post", ".trouble");
    expect(await page.locator(".trouble").first().textContent()).to.match(/\(404\)/);
    await page.context().close();
  });
});
