// Shortcuts of every page. What is used now and then is fetched when it is asked for first.

const PLACES = {
  o: '/', b: '/builds', q: '/queue', s: '/services', r: '/repositories', d: '/deliveries', t: '/targets', c: '/sync', e: '/settings',
};
const PATIENCE = 1500;
let going = 0;

function typing(target) {
  return target.closest?.('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
}

/** The first thing on the page to narrow its list with. */
function filter() {
  return [...document.querySelectorAll('main .filters :is(input, select)')].find(field => field.checkVisibility());
}

/** Moves the focus to the next or previous row of the page's lists. */
function move(by) {
  const titles = [...document.querySelectorAll('main .rows > li a.title, main .cards h2 a')].filter(link => link.checkVisibility());
  if (!titles.length) return false;
  const row = document.activeElement?.closest('main .rows > li, main .card');
  const at = titles.findIndex(link => row?.contains(link));
  const to = titles[at < 0 ? (by > 0 ? 0 : titles.length - 1) : Math.min(Math.max(at + by, 0), titles.length - 1)];
  to.focus();
  to.scrollIntoView({ block: 'nearest' });
  return true;
}

export async function openPalette() {
  (await import('./palette.js')).open();
}

async function openHelp() {
  (await import('./help.js')).open();
}

/** Does what the key stands for; false when it stands for nothing here. */
function act(key) {
  if (going && Date.now() - going < PATIENCE && PLACES[key]) {
    location.assign(PLACES[key]);
    return true;
  }
  going = key === 'g' ? Date.now() : 0;
  switch (key) {
    case 'g': return true;
    case '?': openHelp(); return true;
    case 'j': return move(1);
    case 'k': return move(-1);
    case '/': {
      // The log has its own field for that.
      if (document.querySelector('.log .find')) return false;
      const field = filter();
      if (field) field.focus(); else openPalette();
      return true;
    }
    default: return false;
  }
}

export function listenToKeys() {
  addEventListener('keydown', event => {
    if (event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === 'k' && !event.shiftKey) {
        event.preventDefault();
        openPalette();
      }
      return;
    }
    if (typing(event.target) || document.querySelector('dialog[open]')) return;
    if (act(event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, { capture: true });
}
