// Parts of a page that wait for a repository's first delivery, and buttons that copy.

import { openFeed } from './feed.js';

/** Looks whether one has arrived, and puts its link in the place of the waiting. */
async function look(part) {
  const query = new URLSearchParams({ repository: part.dataset.awaits, limit: '1' });
  const answer = await fetch(`/api/v1/deliveries?${query}`, { headers: { Accept: 'application/json' } });
  if (!answer.ok) return false;
  const [newest] = (await answer.json()).items;
  if (!newest || newest.received_at < part.dataset.from) return false;
  const link = document.createElement('a');
  link.href = `/deliveries/${encodeURIComponent(newest.id)}`;
  link.textContent = `See what became of it (${newest.event})`;
  part.classList.add('arrived');
  part.replaceChildren('The first delivery has arrived. ', link);
  return true;
}

/** Follows the feed until every waiting part has its delivery. */
export function awaitDeliveries(parts, connection) {
  const open = new Set(parts);
  let source;
  const check = () => {
    for (const part of open) {
      look(part).then(arrived => {
        if (arrived) open.delete(part);
        if (!open.size) source.close();
      }).catch(() => {});
    }
  };
  source = openFeed();
  connection(source);
  // Whatever came before the feed was open is looked for then.
  source.addEventListener('open', check);
  source.addEventListener('delivery', check);
  addEventListener('pagehide', () => source.close());
}

/** Shows the buttons that only work with a clipboard. */
export function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = 'Copied';
    });
  }
}
