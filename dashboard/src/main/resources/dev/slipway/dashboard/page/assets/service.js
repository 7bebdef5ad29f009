// The page of a service, live.

import { MergedLog } from './merged.js';
import { Stats } from './stats.js';
import { watchRollouts } from './watch.js';

const containers = document.querySelector('[data-containers]');
const logs = document.querySelector('[data-logs]');
if (logs) new MergedLog(logs);
if (containers) {
  const stats = new Stats(containers);
  // The rest of the page is fetched anew when something happened to the service.
  new MutationObserver(() => stats.look()).observe(document.querySelector('[data-refresh]'), { childList: true });
}
watchRollouts();
