// The figures of a rollout that is being judged, brought up to date every other second while it is.

import { json } from './pages.js';
import { duration } from './time.js';

const EVERY = 2000;

export function watchRollouts() {
  setInterval(() => {
    const part = document.querySelector('[data-watch]');
    if (part && document.visibilityState === 'visible') look(part).catch(() => {});
  }, EVERY);
}

async function look(part) {
  const { watch } = await json(`/api/v1/deployments/${encodeURIComponent(part.dataset.watch)}`);
  // What comes after it is shown with the rest of the page.
  if (!watch || !part.isConnected) return;
  const left = part.querySelector('[data-left]');
  if (left) left.textContent = watch.ends_at ? remaining(Date.parse(watch.ends_at) - Date.now()) : '';
  for (const figures of watch.figures) {
    const row = part.querySelector(`[data-release="${figures.release}"]`);
    if (row) fill(row, figures);
  }
}

function fill(row, { requests, server_errors: errors, p95_ms: p95 }) {
  const [many, wrong, slow] = row.querySelectorAll('td');
  many.textContent = requests.toLocaleString('en');
  const percent = errors / requests * 100;
  const share = percent < 0.1 ? 'under 0.1' : percent.toFixed(1);
  wrong.textContent = errors ? `${errors.toLocaleString('en')} (${share} %)` : '0';
  wrong.classList.toggle('wrong', errors > 0);
  slow.textContent = p95 === null ? '–' : `${p95} ms`;
}

function remaining(millis) {
  return millis < 1000 ? 'about to end' : `${duration(Math.floor(millis / 1000) * 1000)} left`;
}
