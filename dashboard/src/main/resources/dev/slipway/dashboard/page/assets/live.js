// A log that grows: events from a line on, resumed behind the last one whatever happens to the connection.

const SILENCE = 40_000;
const PAUSES = [500, 1000, 2000, 5000, 10_000];

/**
 * Follows the events of a log. `next()` is the number of the first line that is not here yet; the server repeats
 * nothing and leaves nothing out behind that. The browser comes back by itself from most troubles; this also does
 * from refusals, from sleep, and from connections that died without a word.
 */
export class Live {
  constructor(path, next, handlers) {
    this.path = path;
    this.next = next;
    this.handlers = handlers;
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
    const source = new EventSource(`${this.path}/log/events?from=${this.next()}`);
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
    on('line', this.handlers.line);
    on('step', this.handlers.step);
    on('beat');
    on('end', end => {
      this.close();
      this.handlers.end(end);
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
    if (this.over || document.visibilityState === 'hidden') return;
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
