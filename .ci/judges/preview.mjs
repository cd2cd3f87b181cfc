// preview.mjs PROGRAM PROJECT: looks at `PROGRAM preview` of a copy of the folder PROJECT in Chromium, as a reader does:
// pages are repainted without moving what is read, findings lead to their places by the keyboard alone, and axe-core finds
// nothing in any view, light or dark, on narrow and wide screens. A page with a planted fault has to be complained about.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const program = resolve(process.argv[2]);
const folder = join(mkdtempSync(join(tmpdir(), 'preview-')), 'papers');
cpSync(process.argv[3], folder, { recursive: true });
const paper = '2024-09/centers-of-excellence-and-expertise.md';
const source = readFileSync(join(folder, paper), 'utf8');
const long = Array.from({ length: 40 }, (_, at) => `The desk keeps list ${at} of open entries.\n`).join('\n');
const before = (text, added) => text.replace('\n## Issue', `\n${added}\n## Issue`);
const text = before(source, `${long}\nSee [the plan](missing.md).\n`);
if (text === source) throw new Error('the paper has no issue');
const save = (text) => {
  writeFileSync(join(folder, `${paper}~`), text);
  renameSync(join(folder, `${paper}~`), join(folder, paper));
};
save(text);

let failed = 0;
const judge = (what, complaints) => {
  for (const complaint of complaints) console.log(`${what}: ${complaint}`);
  failed += complaints.length;
};
const expect = (what, is) => judge(what, is ? [] : ['does not hold']);

const preview = spawn(program, ['preview', paper], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
const url = await new Promise((found) => preview.stdout.once('data', (line) => found(String(line).trim())));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const errors = [];
const open = async (options, address = '') => {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(url) || request.url().startsWith('data:');
    if (!isOwn) errors.push(`asks for ${request.url()}`);
  });
  // It looks again as soon as it is told of changes.
  const isLook = (response) => response.request().resourceType() === 'fetch';
  await Promise.all([page.waitForResponse(isLook), page.goto(url + address)]);
  return page;
};
const complaintsOf = async (page) => {
  await page.addScriptTag({ content: axe });
  const result = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS);
  const named = (one) => one.nodes.map((node) => `${one.id} at ${node.target.join(' ')}`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [...result.violations.flatMap(named), ...(width > 1 ? [`runs ${width} pixels off the side`] : [])];
};

// Every view, with the preferred colors and with those that the address asks for.
const page = paper.replace('.md', '.html');
const views = ['-/papers', ...['page', 'changes', 'commit', 'print', 'word', 'page&width=320'].map((view) => `${page}?view=${view}`)];
for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1280]) {
    for (const view of views) {
      const shown = await open({ colorScheme, viewport: { width, height: 800 } }, view);
      judge(`${view}, ${colorScheme}, ${width} px`, await complaintsOf(shown));
      await shown.context().close();
    }
  }
}
for (const colors of ['light', 'dark']) {
  const other = colors === 'dark' ? 'light' : 'dark';
  const shown = await open({ colorScheme: other, viewport: { width: 1280, height: 800 } }, `${page}?view=page&colors=${colors}`);
  const back = await shown.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
  expect(`${colors} though ${other} is preferred`, (back[0] > 128) === (colors === 'light'));
  judge(`${colors} though ${other} is preferred`, await complaintsOf(shown));
  await shown.context().close();
}

// In a frame, a link to another paper leads there as this one is shown.
const framed = await open({ viewport: { width: 1280, height: 800 } }, '2024-12/forced-labor.html?view=page&width=768');
await framed.frameLocator('.preview-frame').locator('main a[href*="2024-06/forced-labor.html"]').first().click();
await framed.waitForURL(/2024-06\/forced-labor\.html\?view=page&width=768/, { timeout: 10000 }).catch(() => {});
expect('a link in a frame leads on', framed.url().includes('2024-06/forced-labor.html?view=page&width=768'));
expect('to a page that is shown', await framed.frameLocator('.preview-frame').locator('article').count() === 1);
await framed.context().close();

// One reader at the keyboard.
const reader = await open({ viewport: { width: 1280, height: 800 }, bypassCSP: false });
const until = (found, value) => reader.waitForFunction(found, value, { timeout: 10000, polling: 10 }).then(() => true, () => false);
await reader.keyboard.press('Tab');
for (let at = 0; at < 200; at += 1) {
  if (await reader.evaluate(() => document.activeElement.closest('[data-rule="broken-link"]') !== null)) break;
  await reader.keyboard.press('Tab');
}
await reader.keyboard.press('Enter');
expect('a finding leads to its place', await until(() => document.activeElement.matches('main p') && document.activeElement.textContent.startsWith('See the plan')));
const place = await reader.evaluate(() => {
  globalThis.mark = document.activeElement;
  getSelection().selectAllChildren(document.activeElement);
  return document.activeElement.getBoundingClientRect().top;
});
expect('the place is in the window', place > 0 && place < 800);
for (let round = 1; round < 6; round += 1) {
  const added = `A new paragraph ${round}.\n\n`.repeat(round);
  save(before(text, added).replace('keeps list 3 ', `keeps ROUND ${round} `));
  expect(`save ${round} is shown`, await until((round) => document.querySelector('main').textContent.includes(`ROUND ${round} `), round));
}
const after = await reader.evaluate(() => ({
  isSame: document.activeElement === globalThis.mark,
  top: globalThis.mark.getBoundingClientRect().top,
  selected: getSelection().toString(),
}));
expect('what has the focus keeps it', after.isSame);
expect('what is read stays where it is', Math.abs(after.top - place) < 3);
expect('what is selected stays so', after.selected.startsWith('See the plan'));
save(text.replace('See [the plan](missing.md).\n', ''));
expect('a fault that is fixed leaves the list', await until(() => document.querySelector('[data-rule="broken-link"]') === null));

// A judge that sees nothing would let everything pass.
await reader.context().close();
const planted = await open({ viewport: { width: 1280, height: 800 } });
await planted.evaluate(() => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="data:,"><div style="width: 9000px">wide</div>'));
expect('planted faults are seen', (await complaintsOf(planted)).length >= 2);
judge('in the console', errors.filter((error) => !error.includes('404')));
await browser.close();
preview.kill('SIGINT');
expect('Ctrl-C ends it', (await new Promise((ended) => preview.once('exit', ended))) === 130);
console.log(`preview: ${failed} complaints`);
process.exit(failed === 0 ? 0 : 1);
