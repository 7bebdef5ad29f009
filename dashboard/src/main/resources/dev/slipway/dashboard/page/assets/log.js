// The log of a build: one fold per step, lines added as they come, drawn only when they are seen.

import { PLAIN, parse, render } from './ansi.js';
import { duration } from './time.js';

const WINDOW = 5000;
const LINES_PER_CHUNK = 100;
const LINES_PER_FRAME = 1500;
const ICONS = {
  succeeded: '<circle cx="8" cy="8" r="7"/><path d="m4.8 8.3 2.2 2.2 4.3-4.6"/>',
  failed: '<circle cx="8" cy="8" r="7"/><path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2"/>',
  canceled: '<circle cx="8" cy="8" r="7"/><path d="M5 8h6"/>',
  running: '<circle cx="8" cy="8" r="7"/><path d="M8 1a7 7 0 0 1 7 7"/>',
};

/** One step: all its lines as data, and as many of them as elements as its fold has shown. */
class Fold {
  constructor(name) {
    this.name = name;
    this.lines = [];
    this.drawn = 0;
    this.look = PLAIN;
    this.root = element('details', 'fold');
    this.root.dataset.step = name;
    this.summary = element('summary');
    this.icon = element('span', 'status');
    this.title = element('span', 'step', name);
    this.note = element('span', 'duration');
    this.summary.append(this.icon, this.title, this.note);
    this.body = element('div', 'body');
    this.root.append(this.summary, this.body);
    this.root.addEventListener('toggle', () => this.draw());
  }

  tell(step) {
    this.icon.className = `status ${step.status}`;
    const turning = step.status === 'running' ? ' class="turning"' : '';
    this.icon.innerHTML = `<svg${turning} viewBox="0 0 16 16" aria-hidden="true">${ICONS[step.status] ?? ''}</svg>`;
    this.icon.append(element('span', 'unseen', step.status));
    delete this.note.dataset.since;
    if (step.cached) this.note.textContent = 'CACHED';
    else if (step.finished_at) {
      this.note.textContent = duration(Date.parse(step.finished_at) - Date.parse(step.started_at));
    } else this.note.dataset.since = step.started_at;
  }

  /** Draws what is not drawn yet, a frame's worth at a time; resolves when all of it is there. */
  draw() {
    if (!this.root.open) return Promise.resolve();
    this.drawing ??= this.drawAll().finally(() => { this.drawing = undefined; });
    return this.drawing;
  }

  async drawAll() {
    while (this.drawn < this.lines.length) {
      const end = Math.min(this.lines.length, this.drawn + LINES_PER_FRAME);
      while (this.drawn < end) this.drawChunk(end);
      this.onDrawn?.();
      if (this.drawn < this.lines.length) await nextFrame();
    }
  }

  drawChunk(end) {
    if (!this.chunk || this.chunk.childElementCount >= LINES_PER_CHUNK) {
      this.chunk = element('div', 'chunk');
      this.body.append(this.chunk);
    }
    const room = LINES_PER_CHUNK - this.chunk.childElementCount;
    const part = document.createDocumentFragment();
    for (let i = 0; i < room && this.drawn < end; i++) part.append(this.line(this.lines[this.drawn++]));
    this.chunk.append(part);
  }

  line({ n, t, text }) {
    const line = element('div', 'l');
    line.id = `L${n}`;
    const number = element('a', '', String(n));
    number.href = `#L${n}`;
    number.title = `${duration(t)} after the start`;
    const { runs, look } = parse(text, this.look);
    this.look = look;
    const content = element('span');
    render(runs, content);
    line.append(number, content);
    return line;
  }
}

export class LogView {
  constructor(root, connection) {
    this.root = root;
    this.path = `/api/v1/builds/${encodeURIComponent(root.dataset.build)}`;
    this.connection = connection;
    this.lines = root.querySelector('.lines');
    this.followButton = root.querySelector('.follow');
    this.folds = new Map();
    this.next = 1;
    this.following = false;
  }

  async start() {
    this.listen();
    const live = this.root.dataset.complete !== 'true';
    if (live) this.follow(!location.hash);
    try {
      const build = await json(this.path);
      build.steps.forEach(step => this.step(step, false));
      const complete = await this.load();
      this.lines.querySelector('.wait')?.replaceChildren(
        complete ? 'This build wrote no log.' : 'Waiting for the first line…');
      this.openHash();
      if (!complete) this.stream();
    } catch {
      this.lines.querySelector('.wait')?.replaceChildren('The log cannot be loaded. Reload the page to try again.');
    }
  }

  /** Reads what there is, window by window; true when that is all there will ever be. */
  async load() {
    for (;;) {
      const window = await json(`${this.path}/log?from=${this.next}&limit=${WINDOW}`);
      this.add(window.lines);
      if (!window.lines.length || this.next > window.total) return window.complete;
    }
  }

  /** Goes on from the next line; after a lost connection the browser resumes behind the last. */
  stream() {
    const source = new EventSource(`${this.path}/log/events?from=${this.next}`);
    this.connection(source);
    let batch = [];
    source.addEventListener('line', event => {
      if (!batch.length) {
        requestAnimationFrame(() => {
          this.add(batch);
          batch = [];
        });
      }
      batch.push(JSON.parse(event.data));
    });
    source.addEventListener('step', event => this.step(JSON.parse(event.data), true));
    source.addEventListener('end', () => {
      source.close();
      this.add(batch);
      batch = [];
      this.follow(false);
      this.followButton.hidden = true;
    });
    addEventListener('pagehide', () => source.close());
  }

  add(lines) {
    const touched = new Set();
    for (const line of lines) {
      if (line.n < this.next) continue;
      this.next = line.n + 1;
      const fold = this.fold(line.step);
      fold.lines.push(line);
      touched.add(fold);
    }
    touched.forEach(fold => fold.draw());
  }

  fold(name) {
    let fold = this.folds.get(name);
    if (!fold) {
      fold = new Fold(name);
      fold.onDrawn = () => this.toEnd();
      this.folds.set(name, fold);
      this.lines.querySelector('.wait')?.remove();
      this.lines.append(fold.root);
    }
    return fold;
  }

  /** What runs or failed is open; what went well is not, unless it was being read as it ran. */
  step(step, live) {
    const fold = this.fold(step.name);
    const known = fold.status !== undefined;
    fold.tell(step);
    if (step.status === 'running' || step.status === 'failed') fold.root.open ||= !known || step.status !== fold.status;
    else if (!known && live) fold.root.open = false;
    fold.status = step.status;
    fold.draw();
  }

  listen() {
    let last = scrollY;
    addEventListener('scroll', () => {
      const left = document.documentElement.scrollHeight - innerHeight - scrollY;
      if (this.following && scrollY < last - 2 && left > 60) this.follow(false);
      last = scrollY;
    }, { passive: true });
    this.followButton.addEventListener('click', () => this.follow(!this.following));
    addEventListener('hashchange', () => this.openHash());
    this.lines.addEventListener('click', event => this.range(event));
    const find = this.root.querySelector('.find');
    find.addEventListener('submit', event => {
      event.preventDefault();
      this.find(find.elements.q.value.trim(), find.querySelector('output'));
    });
  }

  follow(on) {
    this.following = on;
    this.followButton.hidden = this.root.dataset.complete === 'true';
    this.followButton.setAttribute('aria-pressed', String(on));
    this.followButton.textContent = on ? 'Following' : 'Follow';
    this.toEnd();
  }

  toEnd() {
    if (this.following) scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
  }

  /** #L12, #L12-L20 or #step=NAME. */
  async openHash() {
    const hash = decodeURIComponent(location.hash.slice(1));
    const step = hash.match(/^step=(.+)$/)?.[1];
    if (step) return this.showStep(step);
    const [, first, last] = hash.match(/^L(\d+)(?:-L(\d+))?$/) ?? [];
    if (first) await this.show(Number(first), Number(last ?? first));
  }

  showStep(name) {
    const fold = this.folds.get(name);
    if (!fold) return;
    fold.root.open = true;
    fold.summary.scrollIntoView({ block: 'start' });
    fold.summary.focus();
  }

  async show(first, last) {
    this.follow(false);
    for (const fold of this.folds.values()) {
      if (!fold.lines.some(line => line.n === first)) continue;
      fold.root.open = true;
      await fold.draw();
      this.lines.querySelectorAll('.marked').forEach(line => line.classList.remove('marked'));
      for (let n = first; n <= Math.min(last, first + 5000); n++) {
        document.getElementById(`L${n}`)?.classList.add('marked');
      }
      document.getElementById(`L${first}`).scrollIntoView({ block: 'center' });
    }
  }

  /** With Shift, a second line number marks everything from the first to it. */
  range(event) {
    const link = event.target.closest('.l > a');
    const start = location.hash.match(/^#L(\d+)/)?.[1];
    if (!link || !event.shiftKey || !start) return;
    event.preventDefault();
    const [first, last] = [Number(start), Number(link.textContent)].sort((a, b) => a - b);
    location.hash = `L${first}-L${last}`;
  }

  /** Looks on the server, in the whole log; the same words again go on to the next match. */
  async find(text, output) {
    if (!text) return output.replaceChildren();
    if (this.found?.text !== text) {
      const { matches, truncated } = await json(`${this.path}/log/search?q=${encodeURIComponent(text)}`);
      this.found = { text, matches, truncated, at: -1 };
    }
    const { matches, truncated } = this.found;
    if (!matches.length) return output.replaceChildren('nothing found');
    this.found.at = (this.found.at + 1) % matches.length;
    output.replaceChildren(`${this.found.at + 1} of ${matches.length}${truncated ? ' and more' : ''}`);
    const { n } = matches[this.found.at];
    history.replaceState(null, '', `#L${n}`);
    return this.show(n, n);
  }
}

function element(name, className = '', text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

async function json(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

function nextFrame() {
  return new Promise(resolve => requestAnimationFrame(resolve));
}
