// Opens the reference page in headless Chromium, with the network off, and records everything that goes wrong.
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../../../", import.meta.url);
const require = createRequire(new URL("build/node/package.json", root));
const { chromium } = require("playwright-core");

export const PAGE = fileURLToPath(new URL("build/docs/index.html", root));
export const SHOTS = fileURLToPath(new URL("build/docs/", root));
export const SAMPLES = new URL("spec/samples/", root);

/** Calls `use(page, faults)`; `faults` lists console errors and warnings, exceptions and outside requests. */
export async function visit(file, width, use, { hash = "", colorScheme = "light" } = {}) {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error("expected CHROMIUM to name the browser's program, got nothing");
  // Chromium's sandbox refuses to run as root.
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid() !== 0 });
  try {
    const context = await browser.newContext({ viewport: { width, height: 900 }, offline: true, colorScheme });
    const page = await context.newPage();
    const faults = [];
    const address = pathToFileURL(file).href;
    page.on("console", (said) => {
      if (["error", "warning"].includes(said.type())) faults.push(`console ${said.type()}: ${said.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
    page.on("request", (request) => {
      const url = request.url();
      if (url.split("#")[0] !== address && !/^(blob|data):/.test(url)) faults.push(`request: ${url}`);
    });
    await page.goto(address + hash);
    await use(page, faults);
  } finally {
    await browser.close();
  }
}
