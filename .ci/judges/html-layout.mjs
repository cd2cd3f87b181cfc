// How a page fits its window, and what is on each sheet when it is printed.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

// WCAG 2.2, 1.4.12: what readers may do to the text, and lose nothing.
const WIDER_TEXT = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }';

// Complaints about a page in its window: it scrolls sideways, text is cut off or covered; then again with wider text.
export async function judgeLayout(page) {
  const complaints = await page.evaluate(faults);
  await page.addStyleTag({ content: WIDER_TEXT });
  return [...complaints, ...(await page.evaluate(faults)).map((complaint) => `${complaint}, with wider text`)];
}

// Runs in the page.
function faults() {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) {
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  }
  for (const element of document.querySelectorAll('body, body *')) {
    const style = getComputedStyle(element);
    const cuts = (overflow) => overflow === 'hidden' || overflow === 'clip';
    const isCut = (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
      || (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1);
    if (isCut) found.push(`text is cut off in ${element.tagName} ${element.className}`);
  }
  const blocks = [...document.querySelectorAll('main h1, main h2, main h3, main p, main li, main dt, main dd, main pre, main th, main td, main figcaption')];
  const lines = blocks.filter((block) => !block.querySelector('p, li, dl') && block.textContent.trim()).map((block) => {
    const range = document.createRange();
    range.selectNodeContents(block);
    return { block, boxes: [...range.getClientRects()].filter((box) => box.width > 2 && box.height > 2) };
  });
  for (let at = 0; at < lines.length; at += 1) {
    for (let other = at + 1; other < Math.min(at + 40, lines.length); other += 1) {
      const [one, two] = [lines[at], lines[other]];
      if (one.block.closest('.scroll') || two.block.closest('.scroll')) continue;
      const covers = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
      if (one.boxes.some((a) => two.boxes.some((b) => covers(a, b)))) {
        found.push(`"${one.block.textContent.slice(0, 30)}" covers "${two.block.textContent.slice(0, 30)}"`);
      }
    }
  }
  return found;
}

// Complaints about the printed page: a sheet without the marking or the number of its page, a word that is lost,
// beyond the sheet, or over another.
export async function judgePrint(page, folder) {
  const file = join(folder, 'print.pdf');
  const [marking, words] = await page.evaluate(() => [
    document.querySelector('.marking strong')?.textContent ?? null,
    [...document.querySelectorAll('h1, h2, h3, main p, main li, main td, main th')].flatMap((block) => block.textContent.split(/[^\p{L}\p{N}]+/u)),
  ]);
  const print = async () => {
    await page.pdf({ path: file, preferCSSPageSize: true });
    return execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8' }).split('<page ').slice(1).map(readSheet);
  };
  // The watermark is behind the text, and is no word of it.
  await page.addStyleTag({ content: 'body::after { content: none !important }' });
  const pages = await print();
  const complaints = pages.flatMap((sheet, index) => sheetFaults(sheet, index + 1, pages.length, marking));
  const printed = pages.flatMap((sheet) => sheet.words.map((word) => word.text)).join('').normalize('NFKC');
  // Words that run from right to left are extracted in the order in which they are drawn.
  const isCompared = (word) => word.length > 2 && !/[\u0590-\u08ff]/u.test(word);
  const isMirrored = await page.evaluate(() => document.documentElement.dir === 'rtl');
  const lost = isMirrored ? [] : [...new Set(words)].filter((word) => isCompared(word) && !printed.includes(word.normalize('NFKC')));
  if (lost.length > 0) complaints.push(`not printed: ${lost.slice(0, 8).join(', ')}`);
  return complaints;
}

function readSheet(text) {
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(text);
  const pattern = /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/g;
  const names = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
  const words = [...text.matchAll(pattern)].map(([, left, top, right, bottom, word]) => ({
    left: +left, top: +top, right: +right, bottom: +bottom, text: word.replace(/&\w+;/g, (name) => names[name] ?? name),
  }));
  return { width: +width, height: +height, words };
}

function sheetFaults(sheet, number, count, marking) {
  const found = [];
  const text = sheet.words.map((word) => word.text).join(' ');
  if (!text.includes(`Page ${number} of ${count}`)) found.push(`page ${number} says no number of its own`);
  // Once at the top, once at the foot; what is in the text does not count.
  const edges = { top: (word) => word.bottom < 60, foot: (word) => word.top > sheet.height - 60 };
  for (const [name, isThere] of Object.entries(edges)) {
    const line = sheet.words.filter(isThere).map((word) => word.text).join(' ');
    if (marking && !line.includes(marking)) found.push(`page ${number} has no ${marking} at the ${name}`);
  }
  const words = sheet.words.filter((word) => word.text.trim());
  for (const word of words) {
    if (word.left < 0 || word.right > sheet.width || word.top < 0 || word.bottom > sheet.height) {
      found.push(`page ${number}: "${word.text}" is beyond the sheet`);
    }
  }
  words.forEach((one, at) => words.slice(at + 1).forEach((two) => {
    const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
    const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
    const height = Math.min(one.bottom - one.top, two.bottom - two.top);
    if (across > 1.5 && down > height * 0.5) found.push(`page ${number}: "${one.text}" is over "${two.text}"`);
  }));
  return found;
}
