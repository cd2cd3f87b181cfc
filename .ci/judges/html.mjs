// html.mjs FOLDER: judges every HTML page in the folder: its markup with the Nu checker and html-validate, its
// contrast and roles with axe-core, and in Chromium how it fits narrow windows, stands wider text, is printed, and
// what the accessibility tree says. A page with planted errors has to fail each judge first, so that one that checks
// nothing does not go unnoticed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';
import { judgeTree } from './html-tree.mjs';
import { judgeLayout, judgePrint } from './html-layout.mjs';

const require = createRequire(import.meta.url);
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'section508', 'best-practice'];
// Links in a text look alike at level AAA too; what they are called is for the author.
const AXE_RULES = { 'color-contrast-enhanced': { enabled: true }, 'identical-links-same-purpose': { enabled: false } };
const VIEWS = [
  { name: '1280', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: '1280 dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: '375', viewport: { width: 375, height: 700 }, colorScheme: 'light' },
];
const FAULT = `<!DOCTYPE html><html><head><title></title></head><body><img src="x.png"><h3>A</h3><a href="#"></a>
<p class="marking"><strong>DRAFT</strong></p><div style="width: 900px; color: #aaa">Wide</div>
<p style="height: 1em; overflow: hidden">Two<br>lines</p></body></html>`;

const pages = readdirSync(process.argv[2], { recursive: true })
  .filter((name) => name.endsWith('.html') && !name.endsWith('.fragment.html'))
  .map((name) => resolve(process.argv[2], name))
  .sort();
if (pages.length === 0) throw new Error(`no pages in ${process.argv[2]}`);
const scratch = mkdtempSync(join(tmpdir(), 'judge-'));
const planted = join(scratch, 'fault.html');
writeFileSync(planted, FAULT);

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
const htmlValidate = new HtmlValidate(new FileSystemConfigLoader({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:standard', 'html-validate:a11y'],
  rules: {
    // The mark of a task is a character with a name, and a frame that scrolls is a group: neither has an element.
    'prefer-native-element': ['error', { exclude: ['img', 'group'] }],
  },
}));

// Calls `judge` with each of the files open in the browser, once in each of `views`.
async function inBrowser(files, views, judge) {
  const complaints = [];
  for (const view of views) {
    const context = await browser.newContext({ ...view, bypassCSP: true });
    for (const file of files) {
      const page = await context.newPage();
      await page.goto(pathToFileURL(file).href);
      complaints.push(...(await judge(page, file)).map((complaint) => `${basename(file)} at ${view.name}: ${complaint}`));
      await page.close();
    }
    await context.close();
  }
  return complaints;
}

// Each judge returns its complaints about a list of pages, one string each.
const judges = {
  'Nu checker': async (files) => {
    const jar = join(require.resolve('vnu-jar/package.json'), '..', 'build', 'dist', 'vnu.jar');
    try {
      execFileSync('java', ['-jar', jar, '--errors-only', ...files], { encoding: 'utf8', stdio: 'pipe' });
      return [];
    } catch (error) {
      return (error.stderr || String(error)).trim().split('\n');
    }
  },
  'html-validate': async (files) => {
    const reports = await Promise.all(files.map((file) => htmlValidate.validateFile(file)));
    return reports.flatMap((report) => report.results).flatMap((result) =>
      result.messages.map((message) => `${result.filePath}:${message.line}: ${message.ruleId}: ${message.message}`));
  },
  'axe-core': (files) => inBrowser(files, VIEWS, async (page) => {
    await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
    const options = { runOnly: { type: 'tag', values: AXE_TAGS }, rules: AXE_RULES };
    const result = await page.evaluate((options) => globalThis.axe.run(document, options), options);
    return result.violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${violation.help} at ${node.target.join(' ')}`));
  }),
  'windows and wider text': (files) => inBrowser(files, [VIEWS[0], VIEWS[2], { name: '320', viewport: { width: 320, height: 600 } }], judgeLayout),
  'accessibility tree': (files) => inBrowser(files, [VIEWS[0], VIEWS[2]], judgeTree),
  print: (files) => inBrowser(files, VIEWS.slice(0, 2), (page) => judgePrint(page, scratch)),
};

let failed = 0;
for (const [name, judge] of Object.entries(judges)) {
  if ((await judge([planted])).length === 0) {
    console.log(`${name}: does not see the planted errors`);
    failed += 1;
  }
  const complaints = await judge(pages);
  complaints.forEach((complaint) => console.log(complaint));
  console.log(`${name}: ${pages.length} pages, ${complaints.length} complaints`);
  failed += complaints.length;
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
