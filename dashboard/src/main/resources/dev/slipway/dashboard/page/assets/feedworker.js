// Holds one connection to the feed of events for all tabs of a browser, and tells each of them what comes.

const TYPES = ['delivery', 'build', 'deployment', 'service', 'route', 'repository', 'sync_run'];
const PAUSES = [1000, 2000, 5000, 10_000];
const ports = new Set();
let source;
let failures = 0;
// When something was last heard, or could first be: a page that is older than that may have missed it.
let heard = 0;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function open() {
  source = new EventSource('/api/v1/events');
  source.addEventListener('open', () => {
    failures = 0;
    heard = Date.now();
    tell({ type: 'open', data: heard });
  });
  source.addEventListener('error', () => {
    tell({ type: 'error' });
    // Most troubles the browser mends by itself; a refusal it takes as final.
    if (source?.readyState === EventSource.CLOSED) {
      setTimeout(() => { if (source && ports.size) open(); }, PAUSES[Math.min(failures++, PAUSES.length - 1)]);
    }
  });
  for (const type of TYPES) {
    source.addEventListener(type, event => {
      heard = Date.now();
      tell({ type, data: event.data });
    });
  }
}

function leave(port) {
  ports.delete(port);
  if (ports.size) return;
  source?.close();
  source = undefined;
}

self.addEventListener('connect', ({ ports: [port] }) => {
  ports.add(port);
  port.addEventListener('message', () => leave(port));
  port.start();
  if (!source) open();
  else if (source.readyState === EventSource.OPEN) port.postMessage({ type: 'open', data: heard });
});
