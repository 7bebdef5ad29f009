// What every page does: times that go on, dialogs, and parts that follow the feed of events.

import { tick } from './time.js';
import { mayHaveMissed, openFeed } from './feed.js';
import { listenToKeys, openPalette } from './keys.js';
import { awaitDeliveries, offerCopies } from './await.js';

const TYPES = ['delivery', 'build', 'deployment', 'service', 'route', 'repository', 'sync_run'];
const banner = document.getElementById('connection');

/** Says when live updates stop, once that has lasted long enough to matter. */
export function connection(source) {
  let timer;
  source.addEventListener('open', () => {
    clearTimeout(timer);
    timer = undefined;
    banner.hidden = true;
  });
  source.addEventListener('error', () => {
    timer ??= setTimeout(() => { banner.hidden = false; }, 1500);
  });
}

/** Fetches this page again and puts its live parts in the place of the old ones. */
async function refresh(parts) {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (answer.redirected) return location.assign(answer.url);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const others = fresh.querySelectorAll('[data-refresh]');
  parts.forEach((part, index) => {
    const other = others[index];
    if (!other || part.innerHTML === other.innerHTML || part.querySelector('dialog[open]')) return;
    part.dataset.subject = other.dataset.subject ?? '';
    const focused = focusKey(part);
    const unfolded = summaries(part.querySelectorAll('details[open]'));
    part.replaceChildren(...document.adoptNode(other).childNodes);
    for (const details of part.querySelectorAll('details')) {
      if (unfolded.includes(summaries([details])[0])) details.open = true;
    }
    if (focused) part.querySelector(focused)?.focus();
  });
  document.title = fresh.title;
  const icon = document.querySelector('link[rel="icon"]');
  const other = fresh.querySelector('link[rel="icon"]').getAttribute('href');
  if (icon.getAttribute('href') !== other) icon.setAttribute('href', other);
  tick();
}

/** What lets details be found again. */
function summaries(all) {
  return [...all].map(details => details.querySelector('summary')?.textContent);
}

/** How to find the focused link or button again after its part was replaced. */
function focusKey(part) {
  const focused = document.activeElement;
  if (!part.contains(focused)) return undefined;
  if (focused.matches('a[href]')) return `a[href="${CSS.escape(focused.getAttribute('href'))}"]`;
  if (focused.dataset.dialog) return `[data-dialog="${CSS.escape(focused.dataset.dialog)}"]`;
  const form = focused.closest('form[action]');
  if (form && focused.matches('button')) return `form[action="${CSS.escape(form.getAttribute('action'))}"] button`;
  return undefined;
}

/** At most one refresh a second, and one more after the last event. */
function throttled(work) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      work().catch(() => {});
    }, 400);
  };
}

function follow() {
  const parts = [...document.querySelectorAll('[data-refresh]')];
  if (!parts.length || document.body.dataset.live !== 'yes') return;
  const wanted = new Set(parts.flatMap(part => part.dataset.refresh.split(' ')));
  const soon = throttled(() => refresh(parts));
  const source = openFeed();
  connection(source);
  source.addEventListener('open', event => { if (mayHaveMissed(event)) soon(); });
  for (const type of TYPES) {
    source.addEventListener(type, event => {
      const change = JSON.parse(event.data);
      const subject = parts[0].dataset.subject;
      const ours = wanted.has(type) && (!subject || change.subject === subject);
      if (ours || (subject && type === 'deployment')) soon();
    });
  }
  addEventListener('pagehide', () => source.close(), { once: true });
  // Whoever comes back finds the page as it was left, with nothing that follows.
  addEventListener('pageshow', event => {
    if (!event.persisted) return;
    soon();
    follow();
  }, { once: true });
}

/** What only some pages or some people need is fetched when it is needed. */
function fetchOthers() {
  const log = document.querySelector('.log[data-build]');
  if (log) import('./log.js').then(({ LogView }) => new LogView(log).start());
  const settings = document.querySelector('[data-notify]');
  let notify = false;
  try {
    notify = localStorage.getItem('slipway.notify') === 'on';
  } catch { /* Then nobody asked for it. */ }
  if (settings || notify) {
    import('./notify.js').then(({ offer, wanted, watch }) => {
      if (settings) offer(settings);
      if (wanted()) watch();
    });
  }
}

function listen() {
  document.addEventListener('click', event => {
    const opener = event.target.closest('[data-dialog]');
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    if (event.target.closest('[data-close]')) event.target.closest('dialog')?.close();
  });
  for (const form of document.querySelectorAll('[data-submit-on-change]')) {
    form.addEventListener('change', () => form.requestSubmit());
  }
  const picks = document.querySelectorAll('[data-pick]');
  const picked = document.querySelector('[data-picked]');
  const count = () => {
    const chosen = [...picks].filter(pick => pick.checked).length;
    picked.disabled = chosen === 0;
    picked.textContent = chosen ? `Enable ${chosen} ${chosen === 1 ? 'repository' : 'repositories'}` : 'Enable the chosen ones';
  };
  if (picked) {
    document.addEventListener('change', count);
    // A page that is come back to keeps its ticks.
    addEventListener('pageshow', count);
  }
  document.addEventListener('submit', event => {
    // A form is sent once; a second click would start a second build.
    if (event.target.method === 'post') {
      setTimeout(() => event.target.querySelectorAll('button').forEach(b => { b.disabled = true; }));
    }
  });
}

/** On a telephone the navigation is wider than the screen; where one is has to be in it. */
function showPlace() {
  const here = document.querySelector('.top nav [aria-current]');
  const nav = here?.parentElement;
  if (nav && nav.scrollWidth > nav.clientWidth) nav.scrollLeft = here.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
}

showPlace();
listen();
follow();
tick();
setInterval(tick, 1000);
fetchOthers();
listenToKeys();
document.querySelector('[data-palette]')?.addEventListener('click', openPalette);
const awaiting = document.querySelectorAll('[data-awaits]');
if (awaiting.length) awaitDeliveries(awaiting, connection);
offerCopies();
