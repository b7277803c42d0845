// The report page in a real browser: `REPORT=folder node --test page.test.mjs`.
// The folder holds the report.html and results.json of a run in which some scenario failed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

// playwright-core is installed under build/, where this file isn't.
const requireInstalled = createRequire(path.resolve("build/node/package.json"));
const { chromium } = requireInstalled("playwright-core");

const folder = path.resolve(process.env.REPORT);
const results = JSON.parse(readFileSync(path.join(folder, "results.json"), "utf8"));
const cells = Object.entries(results.cells).flatMap(([client, ofClient]) =>
  Object.entries(ofClient).map(([scenario, cell]) => ({ client, scenario, ...cell })));
const failing = cells.find((cell) => cell.status === "fail" && cell.differences.length > 0);

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});
after(() => browser?.close());

async function load(viewport) {
  const context = await browser.newContext({ offline: true, viewport });
  const page = await context.newPage();
  const troubles = [];
  const requests = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path.join(folder, "report.html")).href);
  return { page, troubles, requests };
}

const cellOf = (page, { client, scenario }) =>
  page.locator(`#grid button[data-client=${JSON.stringify(client)}][data-scenario=${JSON.stringify(scenario)}]`);

test("the page loads with the network off, asks for nothing and reports no error", async () => {
  const { page, troubles, requests } = await load({ width: 1280, height: 900 });
  assert.equal(await page.title(), "Conformance report");
  assert.deepEqual(requests.filter((url) => !/^(file|data):/.test(url)), []);
  assert.deepEqual(requests.filter((url) => url.startsWith("file:")).length, 1);
  assert.deepEqual(troubles, []);
});

test("the table has a column a client, a row a scenario, and each cell its status", async () => {
  const { page } = await load({ width: 1280, height: 900 });
  const heads = await page.locator("#grid thead th").allTextContents();
  assert.deepEqual(heads, ["Scenario", ...results.clients.map((client) => client.name)]);
  const rows = await page.locator("#grid tbody tr:not(.topic) th").allTextContents();
  assert.deepEqual(rows, results.scenarios.map((scenario) => scenario.name));
  const shown = await page.locator("#grid button.cell").evaluateAll((buttons) => buttons.map((button) => ({
    client: button.dataset.client, scenario: button.dataset.scenario, status: button.textContent,
    classes: button.className })));
  assert.equal(shown.length, cells.length);
  for (const cell of shown) {
    assert.equal(cell.status, results.cells[cell.client][cell.scenario].status);
    assert.equal(cell.classes, `cell ${cell.status}`);
  }
});

test("the summary counts what the cells show", async () => {
  const { page } = await load({ width: 1280, height: 900 });
  const heads = await page.locator("#summary thead th").allTextContents();
  for (const client of results.clients) {
    const row = page.locator("#summary tbody tr", { has: page.getByText(client.name, { exact: true }) });
    const counted = await row.locator("td").allTextContents();
    for (const status of ["pass", "fail", "not-supported"]) {
      const expected = Object.values(results.cells[client.name]).filter((cell) => cell.status === status).length;
      assert.equal(counted[heads.indexOf(status) - 1], String(expected), `${client.name} ${status}`);
    }
  }
});

test("a failing cell opens and shows its difference", async () => {
  assert.ok(failing, "this test needs a run with a failure");
  const { page, troubles } = await load({ width: 1280, height: 900 });
  await cellOf(page, failing).click();
  const panel = page.locator("#panel");
  assert.ok(await panel.isVisible());
  assert.match(await panel.locator("#title").textContent(), /fail$/);
  const [first] = failing.differences;
  const row = await panel.locator(".differences tr").nth(1).locator("td").allTextContents();
  const text = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
  assert.deepEqual(row, [[first.part, first.where].filter(Boolean).join(" "), text(first.expected), text(first.got)]);
  const scenario = results.scenarios.find((one) => one.name === failing.scenario);
  assert.equal(await panel.locator("#must").textContent(), scenario.must.replaceAll("`", ""));
  await page.keyboard.press("Escape");
  assert.ok(!(await panel.isVisible()));
  assert.deepEqual(troubles, []);
});

test("a passing cell opens by keyboard and shows what was expected and what came", async () => {
  const passing = cells.find((cell) => cell.status === "pass" && cell.requests.length > 0);
  const { page } = await load({ width: 1280, height: 900 });
  await cellOf(page, passing).focus();
  await page.keyboard.press("Enter");
  const [request] = passing.requests;
  const sides = await page.locator("#panel .pair").first().locator("pre").allTextContents();
  assert.equal(sides.length, 2);
  for (const side of sides) assert.ok(side.includes(request.path), side);
  assert.equal(await page.locator("#panel .differences").count(), 0);
});

test("every cell opens without an error", async () => {
  const { page, troubles } = await load({ width: 1280, height: 900 });
  const titles = await page.evaluate((all) => all.map(({ client, scenario }) => {
    openCell(client, scenario);
    const title = document.getElementById("title").textContent;
    document.getElementById("panel").close();
    return title;
  }), cells.map(({ client, scenario }) => ({ client, scenario })));
  assert.deepEqual(titles, cells.map((cell) => `${cell.scenario} – ${cell.client} ${cell.status}`));
  assert.deepEqual(troubles, []);
});

test("on a narrow screen the page itself doesn't scroll sideways", async () => {
  const { page } = await load({ width: 360, height: 740 });
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${wide} > ${screen}`);
  await cellOf(page, failing).click();
  assert.ok(await page.locator("#panel .differences").isVisible());
  const panel = await page.locator("#panel").boundingBox();
  assert.ok(panel.x >= 0 && panel.x + panel.width <= screen);
});
