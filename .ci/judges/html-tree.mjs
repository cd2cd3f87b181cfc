// What a screen reader is told: the accessibility tree of the browser.

const LANDMARKS = ['banner', 'complementary', 'contentinfo', 'form', 'main', 'navigation', 'region', 'search'];

// Complaints about the tree of a page.
export async function judgeTree(page) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const seen = nodes.filter((node) => !node.ignored);
  const role = (node) => node.role?.value;
  const name = (node) => node.name?.value ?? '';
  const property = (node, wanted) => node.properties?.find((it) => it.name === wanted)?.value.value;
  const all = (wanted) => seen.filter((node) => role(node) === wanted);
  const found = [];
  const check = (holds, complaint) => { if (!holds) found.push(complaint); };

  const landmarks = seen.map(role).filter((it) => LANDMARKS.includes(it));
  check(landmarks.filter((it) => it === 'main').length === 1, `main is there ${landmarks.filter((it) => it === 'main').length} times`);
  check(new Set(landmarks).size === landmarks.length, `landmarks: ${landmarks.join(', ')}`);
  const others = landmarks.filter((it) => !['banner', 'main', 'contentinfo'].includes(it));
  check(others.length === 0, `landmarks that are no region of a page: ${others.join(', ')}`);

  const levels = all('heading').map((node) => property(node, 'level'));
  check(levels[0] === 1 && levels.filter((level) => level === 1).length === 1, `levels of headings: ${levels}`);
  check(levels.every((level, at) => at === 0 || level <= levels[at - 1] + 1), `a level of heading is skipped: ${levels}`);
  check(all('heading').every((node) => name(node).trim()), 'a heading has no name');

  const marks = all('image').concat(all('img')).map(name);
  check(marks.every((it) => it.trim()), 'a picture has no name');
  const counts = await page.evaluate(() => ({
    tasks: document.querySelectorAll('li.task').length,
    rows: document.querySelectorAll('th[scope="row"]').length,
    columns: document.querySelectorAll('th[scope="col"]').length,
    struck: document.querySelectorAll('del').length,
    empty: [...document.querySelectorAll('th')].filter((cell) => !cell.textContent.trim() && !cell.querySelector('img')).length,
  }));
  check(marks.filter((it) => it === 'done' || it === 'to do').length === counts.tasks, `${counts.tasks} tasks, named ${marks.join(', ')}`);
  check(all('rowheader').length === counts.rows, `${counts.rows} heads of rows, ${all('rowheader').length} in the tree`);
  check(all('columnheader').length === counts.columns, `${counts.columns} heads of columns, ${all('columnheader').length} in the tree`);
  check(counts.empty === 0, 'an empty cell is a header');
  check(all('table').length + all('LayoutTable').length === await page.locator('table').count(), 'a table is none in the tree');

  const announced = seen.filter((node) => role(node) === 'StaticText' && name(node).includes('struck out:')).length;
  check(announced === counts.struck, `${counts.struck} texts are struck out, ${announced} are said to be`);

  const back = all('doc-backlink').concat(all('link').filter((node) => name(node).startsWith('Back to reference'))).map(name);
  check(new Set(back).size === back.length, `ways back of one name: ${back.join(', ')}`);
  check(back.every((it) => /^Back to reference \d/.test(it)), `ways back: ${back.join(', ')}`);
  check(back.length === await page.locator('[role="doc-backlink"]').count(), 'a way back is not in the tree');
  const links = seen.filter((node) => ['link', 'doc-noteref', 'doc-backlink'].includes(role(node)));
  check(links.every((node) => name(node).trim()), 'a link has no name');
  check(links.filter((node) => role(node) === 'doc-noteref').every((node) => /^Note \d/.test(name(node))), 'a reference to a note is not named as one');

  found.push(...await page.evaluate(focusFaults));
  return found;
}

// Runs in the page: what scrolls is reached with the keyboard, and no other block is; each fragment leads somewhere.
function focusFaults() {
  const found = [];
  for (const element of document.querySelectorAll('main *')) {
    const style = getComputedStyle(element);
    if (!['auto', 'scroll'].includes(style.overflowX)) continue;
    const scrolls = element.scrollWidth > element.clientWidth + 1;
    const isReached = element.tabIndex === 0 && style.visibility === 'visible';
    const what = element.textContent.trim().slice(0, 30);
    if (scrolls && !isReached) found.push(`"${what}" scrolls, but not with the keyboard`);
    if (!scrolls && isReached) found.push(`"${what}" is reached with the keyboard, but does not scroll`);
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const id = decodeURIComponent(link.getAttribute('href').slice(1));
    if (!document.getElementById(id)) found.push(`#${id} leads nowhere`);
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  if (new Set(ids).size !== ids.length) found.push('an id is there twice');
  return found;
}
