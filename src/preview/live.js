// Repaints the page when its paper was saved, without moving what is read, and leads from findings to their places.
'use strict';
{
  // What a node is called among its neighbors, if it has a name.
  const nameOf = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return '';
    const loads = ['LINK', 'SCRIPT'].includes(node.nodeName) ? `${node.rel} ${node.getAttribute('href') ?? node.getAttribute('src')}` : '';
    return node.dataset?.key || node.id || loads;
  };
  const isKind = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName && nameOf(one) === nameOf(other);
  const looksLike = (one, other) => isKind(one, other) && one.textContent === other.textContent;

  // Changes the children of a node, and keeps each that can stay, where it is: those that look alike at both ends, then
  // those with the same name, then those of the same kind.
  function morphChildren(parent, before, after) {
    let first = 0;
    while (first < Math.min(before.length, after.length) && looksLike(before[first], after[first])) first += 1;
    let [last, end] = [before.length, after.length];
    while (last > first && end > first && looksLike(before[last - 1], after[end - 1])) [last, end] = [last - 1, end - 1];
    for (let at = 0; at < first; at += 1) morph(before[at], after[at]);
    for (let at = 0; last + at < before.length; at += 1) morph(before[last + at], after[end + at]);
    let old = first;
    for (const fresh of after.slice(first, end)) {
      const name = nameOf(fresh);
      const isWanted = (node, at) => at >= old && at < last && isKind(node, fresh);
      const found = name ? before.findIndex(isWanted) : isWanted(before[old] ?? parent, old) ? old : -1;
      if (found < 0) {
        parent.insertBefore(fresh, before[old] ?? null);
        continue;
      }
      while (old < found) before[old++].remove();
      morph(before[old++], fresh);
    }
    while (old < last) before[old++].remove();
  }

  // Changes `from` into `to`.
  function morph(from, to) {
    if (from.nodeType !== Node.ELEMENT_NODE) {
      if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
      return;
    }
    // What was said last stays until there is something else to say.
    if (from.classList.contains('preview-said')) return;
    const isKept = (name) => name === 'tabindex' && from === document.activeElement;
    for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !isKept(name)) from.removeAttribute(name);
    for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    morphChildren(from, [...from.childNodes], [...to.childNodes]);
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
  const ended = 'The preview has ended.';
  const frame = () => document.querySelector('.preview-frame');

  let [isBusy, isStale] = [false, false];
  async function repaint() {
    isStale = true;
    if (isBusy) return;
    isBusy = true;
    while (isStale) {
      isStale = false;
      const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null);
      const isPage = answer?.headers.get('content-type')?.startsWith('text/html');
      if (!isPage) {
        say(ended);
        break;
      }
      morph(document.documentElement, new DOMParser().parseFromString(await answer.text(), 'text/html').documentElement);
      paint();
      // A browser has few connections to a server, so a frame has none of its own to be told by.
      frame()?.contentWindow.postMessage('repaint', location.origin);
    }
    isBusy = false;
  }

  // The page that a finding is about, which may be in a frame.
  const page = () => frame()?.contentDocument ?? document;

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

  async function openInEditor(editor, { file, line, column }) {
    const answer = await fetch(`${editor}?${new URLSearchParams({ file, line, column })}`, { cache: 'no-store' }).catch(() => null);
    if (!answer?.ok) say(answer ? await answer.text() : ended);
  }

  // Another paper is shown as this one is; what is elsewhere, in a tab of its own where this page is in a frame.
  function follow(event, link) {
    const to = new URL(link.href);
    if (to.origin !== location.origin) {
      if (top !== window) link.target = '_blank';
      return;
    }
    const isOfPaper = to.pathname.endsWith('.html') || to.pathname.endsWith('/-/papers');
    if (!isOfPaper || to.search || to.pathname === location.pathname) return;
    event.preventDefault();
    to.search = top.location.search;
    top.location.href = to.href;
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    const isPlain = !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && isPlain) follow(event, link);
    const finding = event.target.closest('[data-copy]');
    if (!finding) return;
    lead(finding.dataset.to);
    copy(finding.dataset.copy);
    const editor = finding.closest('[data-editor]')?.dataset.editor;
    if (editor) openInEditor(editor, finding.dataset);
  });

  // Links in a paper are relative to its own page, whatever address the preview began with.
  const address = document.querySelector('meta[name="preview-address"]');
  if (address) {
    history.replaceState(null, '', address.content + location.search + location.hash);
    // At that address a page has none.
    address.remove();
  }
  paint();
  const events = new URL('events', document.currentScript.src);
  let source = null;
  const listen = () => {
    source = new EventSource(events);
    let isLost = false;
    source.addEventListener('message', repaint);
    source.addEventListener('error', () => {
      isLost = true;
      say(ended);
    });
    source.addEventListener('open', () => {
      if (isLost) say('');
      isLost = false;
      // What changed before this page listened was not told.
      repaint();
    });
  };
  if (top === window) {
    listen();
    // A tab that nobody sees leaves its connection to the others.
    document.addEventListener('visibilitychange', () => {
      source?.close();
      source = null;
      if (document.hidden) return;
      listen();
    });
  } else {
    addEventListener('message', (event) => event.origin === location.origin && repaint());
  }
}
