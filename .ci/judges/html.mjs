// html.mjs FOLDER: judges every HTML page in the folder with the Nu checker, html-validate and
// axe-core in Chromium. A page with a planted error has to fail each of them first, so that a judge
// that checks nothing does not go unnoticed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'section508', 'best-practice'];
const FAULT = '<!DOCTYPE html><html><head><title></title></head><body><img src="x.png"><h3>A</h3><a href="#"></a></body></html>';

const pages = readdirSync(process.argv[2], { recursive: true })
  .filter((name) => name.endsWith('.html') && !name.endsWith('.fragment.html'))
  .map((name) => resolve(process.argv[2], name))
  .sort();
if (pages.length === 0) throw new Error(`no pages in ${process.argv[2]}`);
const planted = join(mkdtempSync(join(tmpdir(), 'fault-')), 'fault.html');
writeFileSync(planted, FAULT);

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
const htmlValidate = new HtmlValidate(new FileSystemConfigLoader({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:standard', 'html-validate:a11y'],
  // A paper's title is derived from its group, kind and period, and is published at its full length.
  rules: { 'long-title': 'off' },
}));

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
  'axe-core': async (files) => {
    const complaints = [];
    for (const file of files) {
      const page = await browser.newPage({ bypassCSP: true });
      await page.goto(pathToFileURL(file).href);
      await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
      const result = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } }), AXE_TAGS);
      for (const violation of result.violations) {
        complaints.push(...violation.nodes.map((node) => `${file}: ${violation.id}: ${violation.help} at ${node.target.join(' ')}`));
      }
      await page.close();
    }
    return complaints;
  },
};

let failed = 0;
for (const [name, judge] of Object.entries(judges)) {
  if ((await judge([planted])).length === 0) {
    console.log(`${name}: does not see the planted error`);
    failed += 1;
  }
  const complaints = await judge(pages);
  complaints.forEach((complaint) => console.log(complaint));
  console.log(`${name}: ${pages.length} pages, ${complaints.length} complaints`);
  failed += complaints.length;
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
