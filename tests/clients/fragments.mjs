// Opens each link of a JSON file in Chromium; prints for each how far the page scrolled, whether the words are in the
// window, and what it asked for off this machine, which is refused. Each link has a page of its own, as if it had been
// followed from elsewhere.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [links, executablePath] = process.argv.slice(2);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const args = [...quiet, "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args });
try {
  for (const link of JSON.parse(readFileSync(links, "utf8"))) {
    console.log(JSON.stringify(await open(link)));
  }
} finally {
  await browser.close();
}

async function open({ url, words }) {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  const elsewhere = [];
  await context.route(
    (address) => address.hostname !== "127.0.0.1",
    (route) => {
      elsewhere.push(route.request().url());
      return route.abort();
    },
  );
  const page = await context.newPage();
  await page.goto(url);
  // Chromium looks for the text after the page has been laid out.
  await page.waitForFunction(() => window.scrollY > 0, null, { timeout: 3000 }).catch(() => {});
  const seen = await page.evaluate(view, words);
  await context.close();
  return { ...seen, elsewhere };
}

// Runs in the page: finds every place of the words in its text, whatever white space and elements are among them, and
// looks whether one is in view.
function view(words) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let text = "";
  const places = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let offset = 0; offset < node.data.length; offset += 1) {
      if (/\s/.test(node.data[offset])) continue;
      text += node.data[offset];
      places.push([node, offset]);
    }
  }
  const wanted = words.replace(/\s/g, "");
  const tops = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const range = document.createRange();
    const [last, offset] = places[at + wanted.length - 1];
    range.setStart(...places[at]);
    range.setEnd(last, offset + 1);
    const first = range.getClientRects()[0];
    if (first) tops.push({ top: Math.round(first.top), bottom: Math.round(first.bottom) });
  }
  const visible = tops.some(({ top, bottom }) => top >= 0 && bottom <= window.innerHeight);
  return { scrolled: Math.round(window.scrollY), height: document.documentElement.scrollHeight, tops, visible };
}
