// Opens pages in Chromium and says what it saw, as JSON: what axe-core finds in light and in dark, at a desk and on
// a telephone; what the page asked the network for; how wide it is; and the page printed as a PDF beside it.
//
//   node page.cjs CHROMIUM FILE.html ...

const { chromium } = require("playwright-core");
const axe = require("axe-core").source;

const SCREENS = [
  { name: "desk", width: 1280, colorScheme: "light" },
  { name: "desk, dark", width: 1280, colorScheme: "dark" },
  { name: "telephone", width: 390, colorScheme: "light" },
  { name: "telephone, dark", width: 390, colorScheme: "dark" },
];

// No network, no services of the browser's maker; the profile is a new, empty one each time.
const ARGUMENTS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const SERIOUS = ["serious", "critical"];

async function seen(browser, file, screen) {
  const context = await browser.newContext({
    viewport: { width: screen.width, height: 900 },
    colorScheme: screen.colorScheme,
    offline: true,
    bypassCSP: true, // else axe-core may not run
  });
  const page = await context.newPage();
  const address = "file://" + file;
  const asked = [];
  page.on("request", (request) => request.url() === address || asked.push(request.url()));
  await page.goto(address);
  await page.evaluate(axe);
  const results = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const faults = results.violations
    .filter((violation) => SERIOUS.includes(violation.impact))
    .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}`));
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (screen === SCREENS[0]) {
    await page.pdf({ path: file.replace(/\.html$/, ".pdf"), preferCSSPageSize: true });
  }
  await context.close();
  return { screen: screen.name, rules: results.passes.length, faults, asked, overflow: Math.max(0, content - window) };
}

async function main([executablePath, ...files]) {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  const answer = {};
  for (const file of files) {
    answer[file] = [];
    for (const screen of SCREENS) {
      answer[file].push(await seen(browser, file, screen));
    }
  }
  await browser.close();
  console.log(JSON.stringify(answer));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
