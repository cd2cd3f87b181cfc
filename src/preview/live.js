// Repaints the page when its paper was saved, without moving what is read, and leads from findings to their places.
'use strict';

// What a reader can tell apart of a node, by which old and new ones are matched.
const looksLike = (one, other) => one.nodeName === other.nodeName && one.id === other.id && one.textContent === other.textContent;
const isKind = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName;

// Changes `from` into `to`, and keeps each node that can stay.
function morph(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  const isKept = (name) => name === 'tabindex' && from === document.activeElement;
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !isKept(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  const [before, after] = [[...from.childNodes], [...to.childNodes]];
  let first = 0;
  while (first < Math.min(before.length, after.length) && looksLike(before[first], after[first])) first += 1;
  let [last, end] = [before.length, after.length];
  while (last > first && end > first && looksLike(before[last - 1], after[end - 1])) [last, end] = [last - 1, end - 1];
  for (let at = 0; at < first; at += 1) morph(before[at], after[at]);
  for (let at = 0; last + at < before.length; at += 1) morph(before[last + at], after[end + at]);
  const rest = before[last] ?? null;
  for (let at = first; at < Math.max(last, end); at += 1) {
    const [old, fresh] = [at < last ? before[at] : null, at < end ? after[at] : null];
    if (!fresh) old.remove();
    else if (!old) from.insertBefore(fresh, rest);
    else if (isKind(old, fresh)) morph(old, fresh);
    else old.replaceWith(fresh);
  }
}

// The colors that the address asks for, in place of those that the reader prefers.
function paint() {
  const colors = new URL(location).searchParams.get('colors');
  document.documentElement.style.colorScheme = colors ?? '';
  if (!colors) return;
  const set = (rules) => {
    for (const rule of rules) {
      if (rule.media?.mediaText.includes('prefers-color-scheme')) {
        const isWanted = rule.media.mediaText.includes('dark') === (colors === 'dark');
        rule.media.mediaText = rule.media.mediaText.replace(/\(prefers-color-scheme: \w+\)/g, isWanted ? '(min-width: 0px)' : '(max-width: 0px)');
      }
      if (rule.cssRules) set(rule.cssRules);
    }
  };
  for (const sheet of document.styleSheets) set(sheet.cssRules);
}

const say = (text) => {
  const place = document.querySelector('.preview-said');
  if (place) place.textContent = text;
};

let [isBusy, isStale] = [false, false];
async function repaint() {
  isStale = true;
  if (isBusy) return;
  isBusy = true;
  while (isStale) {
    isStale = false;
    try {
      const answer = await fetch(location.href, { cache: 'no-store' });
      morph(document.documentElement, new DOMParser().parseFromString(await answer.text(), 'text/html').documentElement);
      paint();
    } catch {
      say('The preview has ended.');
    }
  }
  isBusy = false;
}

// The page that a finding is about, which may be in a frame.
const page = () => document.querySelector('.preview-frame')?.contentDocument ?? document;

function lead(to) {
  const main = page().querySelector('main') ?? page().body;
  const [kind, key] = [to?.slice(0, to.indexOf(':')), to?.slice(to.indexOf(':') + 1)];
  // The innermost of those that begin at the same place.
  const found = to ? [...page().querySelectorAll(`[data-${kind}="${CSS.escape(key)}"]`)].at(-1) : null;
  const place = found ?? main;
  if (!place.hasAttribute('tabindex')) place.setAttribute('tabindex', '-1');
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: found ? 'center' : 'start' });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${text}`);
  } catch {
    say(text);
  }
}

async function open(editor, { file, line, column }) {
  const answer = await fetch(`${editor}?${new URLSearchParams({ file, line, column })}`, { cache: 'no-store' });
  if (!answer.ok) say(await answer.text());
}

document.addEventListener('click', (event) => {
  const finding = event.target.closest('[data-copy]');
  if (!finding) return;
  lead(finding.dataset.to);
  copy(finding.dataset.copy);
  const editor = finding.closest('[data-editor]')?.dataset.editor;
  if (editor) open(editor, finding.dataset);
});

// Links in a paper are relative to its own page, whatever address the preview began with.
const canonical = document.querySelector('link[rel="canonical"]');
if (canonical) {
  history.replaceState(null, '', canonical.href + location.search + location.hash);
  // At that address a page has none.
  canonical.remove();
}
paint();
const root = new URL(document.currentScript?.src ?? document.querySelector('script[src$="/live.js"]').src);
const events = new EventSource(new URL('events', root));
let isLost = false;
events.addEventListener('message', repaint);
events.addEventListener('error', () => {
  isLost = true;
  say('The preview has ended.');
});
events.addEventListener('open', () => {
  if (isLost) repaint();
  isLost = false;
});
