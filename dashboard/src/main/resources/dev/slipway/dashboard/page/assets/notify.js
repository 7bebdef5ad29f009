// Tells of one's own builds that end while nobody looks. Only who asked for it is told, and asked for permission.

import { openFeed } from './feed.js';

const KEY = 'slipway.notify';
const ENDS = new Map([['succeeded', 'succeeded'], ['failed', 'failed']]);

/** Whether this browser is to tell. */
export function wanted() {
  try {
    return localStorage.getItem(KEY) === 'on' && Notification.permission === 'granted';
  } catch {
    return false;
  }
}

function remember(on) {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch { /* A browser that keeps nothing asks again next time. */ }
}

/** Names are compared as Mine.java compares them. */
function plain(name) {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function mine(build) {
  const me = plain(document.querySelector('.who .name')?.textContent ?? '');
  return me !== '' && [build.by, build.author].some(name => plain(name) === me);
}

async function tell(id) {
  const answer = await fetch(`/api/v1/builds/${encodeURIComponent(id)}`, { headers: { Accept: 'application/json' } });
  if (!answer.ok) return;
  const build = await answer.json();
  const end = ENDS.get(build.status);
  if (!end || !mine(build) || !document.hidden) return;
  const note = new Notification(`${build.repository} #${build.number} ${end}`, { body: build.message.split('\n')[0], tag: build.id });
  note.addEventListener('click', () => {
    focus();
    location.assign(`/builds/${encodeURIComponent(id)}`);
    note.close();
  });
}

/** Follows the feed. Of several tabs that are hidden, one tells. */
export function watch() {
  const source = openFeed();
  source.addEventListener('build', event => {
    const { subject, status } = JSON.parse(event.data);
    if (!document.hidden || !ENDS.has(status)) return;
    const once = () => navigator.locks.request(`slipway.notify.${subject}`, { ifAvailable: true }, async lock => {
      if (!lock) return;
      await tell(subject);
      await new Promise(done => setTimeout(done, 3000));
    });
    once().catch(() => {});
  });
  addEventListener('pagehide', () => source.close());
}

/** The part of the settings that turns it on and off. */
export function offer(part) {
  if (!('Notification' in self) || !navigator.locks) return;
  const button = part.querySelector('button');
  const state = part.querySelector('[role="status"]');
  const show = () => {
    button.textContent = wanted() ? 'Stop telling me' : 'Tell me when my builds end';
    state.textContent = wanted() ? 'This browser tells you.'
      : Notification.permission === 'denied' ? 'This browser was told not to allow notifications of this site; its settings can change that.' : '';
  };
  button.addEventListener('click', async () => {
    if (wanted()) {
      remember(false);
    } else if (await Notification.requestPermission() === 'granted') {
      remember(true);
    }
    show();
  });
  show();
  part.hidden = false;
}
