// The reference page in a browser, without a network, wide and narrow, light and dark.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { PAGE, SAMPLES, SHOTS, visit } from "./browser.mjs";

const OPERATION = "#/maskingsessions/updatemaskingsession";

// Name, what the reader must see, and one of its rows in SOURCES.md.
const FIELDS = [
  ["record", ["boolean", "false"], "S-record"],
  ["recording_callback_url", ["<= 999 characters"], "S-recording-callback-url"],
  ["record_file_format", ["mp3", "wav"], "S-record-file-format"],
  ["recording_callback_method", ["GET", "POST"], "S-recording-callback-method"],
  ["session_expiry", ["60 .. 86400", "3600"], "S-session-expiry"],
  ["call_time_limit", ["60 .. 86400", "3600"], "S-call-time-limit"],
  ["callback_url", ["string"], "S-callback-url"],
  ["callback_method", ["GET", "POST"], "S-callback-method"],
  ["ring_timeout", ["integer", "120"], "S-ring-timeout"],
  ["first_party_play_url", ["string"], "S-play-urls"],
  ["second_party_play_url", ["string"], "S-play-urls"],
  ["first_party", ["{1,14}"], "S-single-party"],
  ["second_party", ["{1,14}"], "S-single-party"],
];

// Panel of a callback, a name in it, and the row of SOURCES.md to which that links.
const CALLBACKS = [
  ["sessionevent/post", "EventName", "S-event-names"],
  ["sessionevent/get", "X-Plivo-Signature-V3-Nonce", "S-event-signature"],
  ["recordingevent/post", "RecordingFormat", "S-recording-fields"],
  ["recordingevent/get", "X-Plivo-Signature-V3", "S-event-transport"],
];

/** The address of a field of the request: what its link in the page says. */
const address = (name) => `${OPERATION}${OPERATION.replace("#/", "#")}/t=request&path=${name}`;
const field = (page, name) => page.locator(`[id="${address(name).split("#")[2]}"]`);

/** Waits until an element is in the window. */
const inView = (page, id) =>
  page.waitForFunction((id) => {
    const box = document.getElementById(id)?.getBoundingClientRect();
    return box && box.bottom > 0 && box.top < window.innerHeight;
  }, id);

for (const width of [1400, 400]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${colorScheme} at ${width} px: every field and error is readable, and nothing is loaded`, async () => {
      const use = async (page, faults) => {
        await field(page, "record").waitFor();
        for (const [name, seen, source] of FIELDS) {
          const text = await field(page, name).innerText();
          for (const words of [name, source, ...seen]) assert.ok(text.includes(words), `${name}: expected ${words}, got ${text}`);
        }
        const errors = page.locator("#redoc table tr");
        for (const status of [400, 401, 404, 405, 429, 500]) {
          await errors.filter({ hasText: new RegExp(`^\\s*${status}`) }).first().waitFor();
        }
        const [scrollWidth, background] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          getComputedStyle(document.body).backgroundColor,
        ]);
        assert.ok(scrollWidth <= width, `expected no scrolling sideways, got a page of ${scrollWidth} px`);
        const brightness = Math.max(...background.match(/\d+/g).slice(0, 3));
        assert.ok(colorScheme === "dark" ? brightness < 80 : brightness > 200, background);
        await page.screenshot({ path: join(SHOTS, `page-${colorScheme}-${width}.png`) });
        assert.deepEqual(faults, []);
      };
      await visit(PAGE, width, use, { hash: OPERATION, colorScheme });
    });
  }

  test(`at ${width} px a field has a link of its own`, async () => {
    const use = async (page, faults) => {
      await inView(page, address("ring_timeout").split("#")[2]);
      assert.deepEqual(faults, []);
    };
    await visit(PAGE, width, use, { hash: address("ring_timeout") });
  });

  test(`at ${width} px a field links to its rows of SOURCES.md, and Back returns to the place`, async () => {
    const use = async (page, faults) => {
      for (const [name, , source] of FIELDS) {
        const link = field(page, name).locator(`a[href="#${source}"]`).first();
        await link.scrollIntoViewIfNeeded();
        const before = await page.evaluate(() => scrollY);
        await link.click();
        await inView(page, source);
        assert.ok((await page.locator(`[id="${source}"]`).innerText()).length > source.length + 20, `${source} says nothing`);
        await page.goBack();
        await page.waitForFunction((y) => Math.abs(scrollY - y) < 200, before);
        assert.ok(page.url().endsWith(OPERATION), page.url());
      }
      assert.deepEqual(faults, []);
    };
    await visit(PAGE, width, use, { hash: OPERATION });
  });

  test(`at ${width} px the callbacks are readable and link to their rows of SOURCES.md`, async () => {
    const use = async (page, faults) => {
      for (const [callback, name, source] of CALLBACKS) {
        const title = page.locator(`[id="${OPERATION.slice(2)}/callbacks/${callback}"]`);
        await title.getByText(/event (as a form|in the query)/).click();
        const panel = title.locator("..");
        await panel.getByText(name, { exact: true }).first().waitFor();
        await panel.locator(`a[href="#${source}"]`).first().click();
        await inView(page, source);
        await page.goBack();
      }
      assert.deepEqual(faults, []);
    };
    await visit(PAGE, width, use, { hash: OPERATION });
  });

  test(`at ${width} px an address of a row leads to the row`, async () => {
    const use = async (page, faults) => {
      await inView(page, "S-status-500");
      assert.deepEqual(faults, []);
    };
    await visit(PAGE, width, use, { hash: "#S-status-500" });
  });
}

test("the search finds fields and words, and leads to the operation", async () => {
  await visit(PAGE, 1400, async (page, faults) => {
    await page.getByText("An update is partial.").first().waitFor();
    for (const [words, where] of [["ring_timeout", "ring_timeout"], ["E.164", "first_party"]]) {
      await page.keyboard.press("Control+k");
      await page.keyboard.type(words);
      await page.getByText(`request fields → ${where}`).first().waitFor();
      await page.keyboard.press("Escape");
    }
    await page.keyboard.press("Control+k");
    await page.keyboard.type("ring_timeout");
    await page.getByText("request fields → ring_timeout").first().click();
    await page.waitForFunction((hash) => location.hash.startsWith(hash), OPERATION);
    assert.deepEqual(faults, []);
  });
});

test("the first sample shown is one of spec/samples, under its own name", async () => {
  const use = async (page, faults) => {
    const sample = await readFile(new URL("update.sh", SAMPLES), "utf8");
    await page.getByText("Extend the session and stop recording").first().waitFor();
    const code = page.locator("pre", { hasText: "--fail-with-body" }).first();
    assert.equal((await code.innerText()).trim(), sample.trim());
    assert.deepEqual(faults, []);
  };
  await visit(PAGE, 1400, use, { hash: OPERATION });
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
