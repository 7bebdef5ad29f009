// A stream of events that is held on to, whatever happens to the connection.

const SILENCE = 40_000;
const PAUSES = [500, 1000, 2000, 5000, 10_000];

/**
 * Follows a stream. `url()` says where to begin, and where to go on each time it is opened anew. The browser comes
 * back by itself from most troubles; this also does from refusals, from sleep, and from connections that died
 * without a word. `handlers` has one function for each type of event, and `state` for whether it is connected; an
 * `end` ends it. With `resting`, a page that nobody sees is told nothing.
 */
export class Live {
  constructor(url, handlers, resting = false) {
    this.url = url;
    this.handlers = handlers;
    this.resting = resting;
    this.failures = 0;
    this.onWake = () => this.look();
    addEventListener('online', this.onWake);
    document.addEventListener('visibilitychange', this.onWake);
    addEventListener('pagehide', () => this.drop());
    addEventListener('pageshow', event => { if (event.persisted && !this.over) this.open(); });
    this.open();
  }

  open() {
    this.drop();
    this.heard = Date.now();
    const source = new EventSource(this.url());
    this.source = source;
    const on = (type, handle) => source.addEventListener(type, event => {
      if (source !== this.source) return;
      this.heard = Date.now();
      handle?.(event.data === undefined ? undefined : JSON.parse(event.data));
    });
    on('open', () => {
      this.failures = 0;
      this.handlers.state(true);
    });
    on('beat');
    for (const [type, handle] of Object.entries(this.handlers)) {
      if (type !== 'state' && type !== 'end') on(type, handle);
    }
    on('end', end => {
      this.close();
      this.handlers.end?.(end);
    });
    source.addEventListener('error', () => { if (source === this.source) this.lost(); });
    this.timer = setInterval(() => this.look(), 5000);
  }

  lost() {
    this.handlers.state(false);
    if (this.source.readyState !== EventSource.CLOSED) return;
    const pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
    this.drop();
    this.timer = setTimeout(() => this.open(), pause);
  }

  /** Whether the connection may be dead without having said so. */
  look() {
    if (this.over) return;
    if (document.visibilityState === 'hidden') {
      if (this.resting) this.drop();
      return;
    }
    if (!this.source) return this.open();
    if (Date.now() - this.heard > SILENCE) {
      this.handlers.state(false);
      this.open();
    }
  }

  drop() {
    clearInterval(this.timer);
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  close() {
    this.drop();
    this.over = true;
    removeEventListener('online', this.onWake);
    document.removeEventListener('visibilitychange', this.onWake);
  }
}
