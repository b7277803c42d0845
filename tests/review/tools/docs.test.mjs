// The reference page in a browser, without a network, wide and narrow.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { PAGE, SAMPLES, SHOTS, visit } from "./browser.mjs";

// Name, allowed values and default that the reader must see, and one of its rows in SOURCES.md.
const ATTRIBUTES = [
  ["record", ["true or false", "default false"], "S-record"],
  ["recording_callback_url", ["at most 999 characters", "no default"], "S-recording-callback-url"],
  ["record_file_format", ["mp3 or wav", 'default "mp3"'], "S-record-file-format"],
  ["recording_callback_method", ["GET or POST", 'default "POST"'], "S-recording-callback-method"],
  ["session_expiry", ["60 to 86400", "default 3600"], "S-session-expiry"],
  ["call_time_limit", ["60 to 86400", "default 3600"], "S-call-time-limit"],
  ["callback_url", ["no default"], "S-callback-url"],
  ["callback_method", ["GET or POST", 'default "POST"'], "S-callback-method"],
  ["ring_timeout", ["integer: any", "default 120"], "S-ring-timeout"],
  ["first_party_play_url", ["no default"], "S-play-urls"],
  ["second_party_play_url", ["no default"], "S-play-urls"],
  ["first_party", ["{1,14}", "no default"], "S-single-party"],
  ["second_party", ["{1,14}", "no default"], "S-single-party"],
];

/** The row of the table below `heading` whose first cell says `name`. */
const row = (page, heading, name) =>
  page
    .locator(`h2:has-text("${heading}") + table tr`)
    .filter({ has: page.locator("td:first-child", { hasText: new RegExp(`^${name}$`) }) })
    .first();

/** Whether a row is shown in its whole width, without scrolling sideways. */
const fits = async (row) => {
  await row.scrollIntoViewIfNeeded();
  return (await row.isVisible()) && row.evaluate((row) => row.closest("table").scrollWidth <= row.closest("table").clientWidth + 1);
};

for (const width of [1400, 400]) {
  test(`at ${width} px the page shows every attribute and every error, and loads nothing`, async () => {
    await visit(PAGE, width, async (page, faults) => {
      await page.locator("h2", { hasText: "Attributes" }).waitFor();
      await page.screenshot({ path: join(SHOTS, `page-${width}.png`), fullPage: true });
      for (const [name, seen] of ATTRIBUTES) {
        const attribute = row(page, "Attributes", name);
        assert.ok(await fits(attribute), `${name} is not shown within ${width} px`);
        const text = await attribute.innerText();
        for (const words of seen) assert.ok(text.includes(words), `${name}: expected ${words}, got ${text}`);
      }
      for (const status of [400, 401, 404, 405, 429, 500]) {
        assert.ok(await fits(row(page, "Errors", status)), `no example of ${status} is shown`);
      }
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(scrollWidth <= width, `expected no scrolling sideways, got a page of ${scrollWidth} px`);
      assert.deepEqual(faults, []);
    });
  });

  test(`at ${width} px each attribute links to its row of SOURCES.md`, async () => {
    await visit(PAGE, width, async (page, faults) => {
      for (const [name, , source] of ATTRIBUTES) {
        await row(page, "Attributes", name).locator(`a[href="#${source}"]`).click();
        const target = page.locator(`#sources [id="${source}"]`);
        await page.waitForFunction((id) => {
          const { top, bottom } = document.getElementById(id).getBoundingClientRect();
          return bottom > 0 && top < window.innerHeight;
        }, source);
        assert.ok((await target.innerText()).length > source.length + 20, `the row ${source} says nothing`);
      }
      assert.deepEqual(faults, []);
    });
  });

  test(`at ${width} px the search finds an attribute and leads to its operation`, async () => {
    await visit(PAGE, width, async (page, faults) => {
      const search = page.getByRole("search");
      await page.locator("h2", { hasText: "Attributes" }).waitFor();
      // On a narrow window the menu with the search is behind the round button.
      if (width < 600) await page.locator(".menu-content + div").click();
      await search.getByRole("textbox").fill("no_such_attribute");
      await search.getByText("No results found").waitFor();
      await search.getByRole("textbox").fill("ring_timeout");
      const found = search.getByText("Update a masking session");
      await found.waitFor();
      await found.click();
      await page.waitForFunction(() => location.hash.includes("updateMaskingSession"));
      assert.deepEqual(faults, []);
    });
  });
}

test("the samples and the replies' examples are those of spec/", async () => {
  await visit(PAGE, 1400, async (page, faults) => {
    const panel = page.locator(".react-tabs__tab-panel--selected");
    for (const [label, name] of [["Python", "update.py"], ["curl", "update.sh"], ["TypeScript", "update.ts"]]) {
      await page.getByRole("tab", { name: label, exact: true }).click();
      const text = await panel.first().locator("pre").innerText();
      assert.equal(text.trim(), (await readFile(new URL(name, SAMPLES), "utf8")).trim());
    }
    await page.getByRole("tab", { name: "429" }).click();
    await panel.last().getByText("At most 300 requests").waitFor();
    assert.deepEqual(faults, []);
  });
});

test("a page that loads something is detected", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "docs-"));
  t.after(() => rm(folder, { recursive: true }));
  const page = await readFile(PAGE, "utf8");
  const spoiled = join(folder, "index.html");
  for (const [policy, fault] of [["", /^request: /], [/<meta http-equiv[^>]+>/.exec(page)[0], /^console error: /]]) {
    const picture = '<img src="http://127.0.0.1:9/logo.png">';
    await writeFile(spoiled, `<!doctype html>${policy}${picture}<script>undefined.boom</script>`);
    await visit(spoiled, 1400, async (_, faults) => {
      assert.ok(faults.some((words) => fault.test(words)), `got ${faults}`);
      assert.ok(faults.some((words) => words.startsWith("exception: ")), `got ${faults}`);
    });
  }
});
