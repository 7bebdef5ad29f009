// What all containers of a service write, as it comes. All lines that are kept are here; a window of them is in the page.

import { PLAIN, parse, render } from './ansi.js';
import { Live } from './live.js';
import { Seam } from './seam.js';

const KEPT = 10_000;
const SHOWN = 500;
const MORE = 200;
const TAIL = 200;
const COLOURS = 6;

export class MergedLog {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector('.flow');
    this.only = root.querySelector('select');
    this.button = root.querySelector('[data-follow]');
    this.state = root.querySelector('.state');
    this.lines = [];
    this.sources = new Map();
    this.first = 0;
    this.following = true;
    this.fresh = [];
    const path = `/api/v1/services/${encodeURIComponent(root.dataset.logs)}/logs?tail=${TAIL}`;
    this.live = new Live(() => path, {
      line: ({ container, line }) => this.source(container).seam.take(line),
      state: connected => this.connected(connected),
    });
    this.only.addEventListener('change', () => this.redraw());
    this.button.addEventListener('click', () => this.follow(!this.following));
    this.box.addEventListener('scroll', () => this.onScroll(), { passive: true });
  }

  // --- Lines that come ------------------------------------------------------------------------------

  source(id) {
    let source = this.sources.get(id);
    if (!source) {
      source = { id, name: id.slice(0, 8), colour: this.sources.size % COLOURS, look: PLAIN };
      source.seam = new Seam(TAIL, lines => this.add(source, lines), () => this.add(source, [null]));
      this.sources.set(id, source);
      this.only.append(new Option(source.name, id));
    }
    return source;
  }

  /** Lines of one container; null stands for those that were missed. */
  add(source, texts) {
    for (const text of texts) {
      const { runs, look } = parse(text ?? '', source.look);
      source.look = look;
      this.fresh.push({ source, runs, missing: text === null });
    }
    this.soon ??= document.visibilityState === 'hidden'
      ? setTimeout(() => this.settle(), 500)
      : requestAnimationFrame(() => this.settle());
  }

  settle() {
    this.soon = undefined;
    const fresh = this.fresh;
    this.fresh = [];
    this.lines.push(...fresh);
    const gone = this.lines.splice(0, Math.max(0, this.lines.length - KEPT));
    const wanted = fresh.filter(line => this.wants(line));
    this.view = (this.view ?? []).concat(wanted);
    const lost = gone.filter(line => this.wants(line)).length;
    this.view.splice(0, lost);
    this.first -= lost;
    this.root.classList.toggle('filled', this.lines.length > 0);
    if (this.first < 0) this.trimTop(-this.first);
    if (this.following) this.toEnd();
    else this.tell();
  }

  connected(connected) {
    this.state.hidden = connected;
    this.state.textContent = 'Connection lost. What is written meanwhile is fetched once it is back.';
    if (connected) for (const source of this.sources.values()) source.seam.begin();
  }

  // --- What is in the page --------------------------------------------------------------------------

  wants(line) {
    return !this.only.value || line.source.id === this.only.value;
  }

  redraw() {
    this.view = this.lines.filter(line => this.wants(line));
    this.box.replaceChildren();
    this.first = Math.max(0, this.view.length - SHOWN);
    this.extend();
    this.follow(true);
  }

  /** How many of the wanted lines are in the page. */
  get shown() {
    return this.box.childElementCount;
  }

  extend(most = SHOWN) {
    const from = this.first + this.shown;
    this.box.append(...this.view.slice(from, from + most).map(row));
  }

  toEnd() {
    const behind = this.view.length - this.first - this.shown;
    if (behind >= SHOWN) {
      this.box.replaceChildren();
      this.first = this.view.length - SHOWN;
    }
    this.extend();
    if (this.shown > SHOWN) this.trimTop(this.shown - SHOWN, this.shown - SHOWN);
    this.box.scrollTop = this.box.scrollHeight;
    this.lastTop = this.box.scrollTop;
    this.tell();
  }

  /** Takes rows away at the top, and keeps in place what is below. */
  trimTop(rows, moved = rows) {
    const before = this.box.scrollHeight;
    for (let i = 0; i < rows; i++) this.box.firstElementChild?.remove();
    this.first = Math.max(0, this.first + moved);
    this.box.scrollTop -= before - this.box.scrollHeight;
  }

  /** Puts earlier rows in, and keeps in place what is below. */
  earlier() {
    const count = Math.min(MORE, this.first);
    if (!count) return;
    const before = this.box.scrollHeight;
    this.first -= count;
    this.box.prepend(...this.view.slice(this.first, this.first + count).map(row));
    this.box.scrollTop += this.box.scrollHeight - before;
    while (this.shown > SHOWN + MORE) this.box.lastElementChild.remove();
  }

  later() {
    this.extend(MORE);
    const more = this.shown - SHOWN - MORE;
    if (more > 0) this.trimTop(more, more);
  }

  onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    const up = scrollTop < (this.lastTop ?? 0) - 2;
    this.lastTop = scrollTop;
    const left = scrollHeight - clientHeight - scrollTop;
    if (up && left > 24) this.follow(false);
    if (scrollTop < 200) this.earlier();
    else if (left < 200 && !this.following && this.first + this.shown < this.view.length) this.later();
    else if (left < 4 && !this.following) this.follow(true);
    this.lastTop = this.box.scrollTop;
  }

  follow(on) {
    if (on !== this.following) {
      this.following = on;
      this.button.setAttribute('aria-pressed', String(on));
    }
    if (on && this.view) this.toEnd();
    else this.tell();
  }

  /** How many lines have come since one looks at earlier ones. */
  tell() {
    const behind = (this.view?.length ?? 0) - this.first - this.shown;
    this.button.textContent = behind > 0 && !this.following ? `Follow, ${behind} new` : 'Follow';
  }
}

function row(line) {
  const element = document.createElement('div');
  element.className = line.missing ? 'm missing' : 'm';
  const name = document.createElement('span');
  name.className = `from c${line.source.colour}`;
  name.textContent = line.source.name;
  name.title = line.source.id;
  const text = document.createElement('span');
  if (line.missing) text.textContent = 'Some lines may be missing here: more were written than are kept for those who come back.';
  else render(line.runs, text);
  element.append(name, text);
  return element;
}
