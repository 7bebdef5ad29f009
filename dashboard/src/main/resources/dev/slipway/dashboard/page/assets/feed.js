// The feed of events as pages use it: like an EventSource, and one connection for all tabs where browsers can share.

/** Passes on what the worker hears that holds the connection. */
class SharedFeed extends EventTarget {
  constructor() {
    super();
    const worker = new SharedWorker(new URL('feedworker.js', import.meta.url), { name: 'slipway-feed' });
    this.port = worker.port;
    this.port.onmessage = ({ data: { type, data } }) => {
      this.dispatchEvent(data === undefined ? new Event(type) : new MessageEvent(type, { data }));
    };
  }

  close() {
    this.port.postMessage('leave');
    this.port.close();
  }
}

/** Whether something may have happened between the page's making and the `open` of the feed. */
export function mayHaveMissed(open) {
  return !(open.data < performance.timeOrigin);
}

/** Follows the feed, with `open`, `error` and the types of events to listen to, until closed. */
export function openFeed() {
  return 'SharedWorker' in self ? new SharedFeed() : new EventSource('/api/v1/events');
}
