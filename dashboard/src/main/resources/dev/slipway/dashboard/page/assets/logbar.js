// What stands above the log: search, times, follow, the first error, and what to do with chosen lines.

import { plain } from './ansi.js';
import { Find } from './find.js';
import { duration } from './time.js';

const TIMES = ['off', 'start', 'clock'];
const TIME_NAMES = { off: 'Times: off', start: 'Times: since start', clock: 'Times: clock' };
const MOST_COPIED = 20_000;

export class LogBar {
  constructor(root, view) {
    this.root = root;
    this.view = view;
    this.followButton = root.querySelector('.follow');
    this.errorButton = root.querySelector('.first-error');
    this.timesButton = root.querySelector('.times');
    this.state = root.querySelector('.state');
    this.chosen = root.querySelector('.chosen');
    this.rail = root.querySelector('.rail');
    this.find = new Find(root.querySelector('.find'), view.path, n => this.goTo(n), () => this.foundOthers());
    this.followButton.addEventListener('click', () => view.scroll.follow(!view.scroll.following));
    this.errorButton.addEventListener('click', () => this.toError());
    this.timesButton.addEventListener('click', () => this.turnTimes());
    this.rail.addEventListener('click', event => this.jump(event));
    this.chosen.addEventListener('click', event => this.act(event.target.closest('button')?.value));
    addEventListener('keydown', event => this.key(event));
    this.setTimes(stored() ?? 'off');
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, dialog')) return;
    const action = {
      '/': () => this.find.input.select(),
      e: () => this.toError(),
      f: () => !this.followButton.hidden && this.followButton.click(),
      t: () => this.turnTimes(),
      n: () => this.find.next(1),
      N: () => this.find.next(-1),
      o: () => this.view.toggleAll(true),
      c: () => this.view.toggleAll(false),
      End: () => this.view.scroll.end(),
      Escape: () => this.act('clear'),
    }[event.key];
    if (!action) return;
    if (event.key !== 'Escape') event.preventDefault();
    action();
  }

  // --- Follow, errors, connection ----------------------------------------------------------------

  following(on) {
    this.followButton.hidden = Boolean(this.view.complete);
    this.followButton.setAttribute('aria-pressed', String(on));
    this.followButton.textContent = on ? 'Following' : 'Follow';
  }

  connected(yes) {
    this.state.hidden = yes;
    this.state.textContent = yes ? '' : 'Connection lost; trying again. Nothing will be missing.';
  }

  say(text) {
    this.state.hidden = false;
    this.state.textContent = text;
    clearTimeout(this.said);
    this.said = setTimeout(() => {
      this.state.hidden = true;
      this.view.scroll.refresh();
    }, 3000);
  }

  ended() {
    this.followButton.hidden = true;
    this.state.hidden = true;
  }

  count(error) {
    this.errorButton.hidden = !Number.isFinite(error);
  }

  toError() {
    const error = this.view.firstError();
    if (Number.isFinite(error)) this.goTo(error);
  }

  goTo(n) {
    if (location.hash === `#L${n}`) this.view.openHash();
    else location.hash = `L${n}`;
  }

  // --- Times -------------------------------------------------------------------------------------

  turnTimes() {
    this.setTimes(TIMES[(TIMES.indexOf(this.times) + 1) % TIMES.length]);
    this.view.redraw();
    this.view.scroll.resized();
  }

  setTimes(times) {
    this.times = TIMES.includes(times) ? times : 'off';
    this.root.dataset.times = this.times;
    this.timesButton.textContent = TIME_NAMES[this.times];
    try {
      localStorage.setItem('slipway.log.times', this.times);
    } catch {
      // It is forgotten with the page then.
    }
  }

  /** What to show before a line that was written so long after the start. */
  time(millis) {
    if (this.times === 'off') return '';
    if (this.times === 'clock' && this.view.startedAt) {
      return new Date(this.view.startedAt + millis).toLocaleTimeString('en-GB', { hour12: false });
    }
    return millis < 60_000 ? `${(millis / 1000).toFixed(2)} s` : duration(millis);
  }

  // --- Chosen lines ------------------------------------------------------------------------------

  /** With Shift, a second line number chooses everything from the first to it. */
  pick(event, n) {
    if (!event.shiftKey || !this.view.marked) return;
    event.preventDefault();
    const [first, last] = [this.view.marked.first, n].sort((a, b) => a - b);
    history.replaceState(null, '', `#L${first}-L${last}`);
    this.view.marked = { first, last };
    this.selected(this.view.marked);
    this.view.scroll.refresh();
  }

  selected(lines) {
    this.chosen.hidden = !lines;
    if (!lines) return;
    const { first, last } = lines;
    this.chosen.querySelector('b').textContent = first === last ? `Line ${first}` : `Lines ${first} to ${last}`;
  }

  async act(what) {
    if (!what || !this.view.marked) return;
    if (what === 'clear') {
      history.replaceState(null, '', location.pathname + location.search);
      return this.view.mark0();
    }
    const { first, last } = this.view.marked;
    const button = this.chosen.querySelector(`[value="${what}"]`);
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(what === 'link' ? location.href : await this.text(what, first, last));
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Not copied';
    }
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  async text(form, first, last) {
    const lines = await this.view.pages.fetch(first, Math.min(last, first + MOST_COPIED - 1));
    const text = lines.map(line => plain(line.text)).join('\n');
    if (form === 'plain') return `${text}\n`;
    const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(run => run[0].length + 1)));
    const where = first === last ? `line ${first}` : `lines ${first} to ${last}`;
    const what = document.querySelector('.crumbs')?.innerText.replace(/\s+/g, ' ').trim() ?? 'Log';
    return `[${what}, ${where}](${location.href})\n\n${fence}text\n${text}\n${fence}\n`;
  }

  // --- The rail beside the scroll bar ------------------------------------------------------------

  foundOthers() {
    this.view.redraw();
    this.drawRail();
  }

  moved() {
    this.find.tidy();
    const { rows } = this.view;
    if (this.railFor !== `${rows.height} ${this.rail.clientHeight} ${this.find.asked}`) this.drawRail();
  }

  drawRail() {
    const { rows, runs } = this.view;
    const { rail } = this;
    this.railFor = `${rows.height} ${rail.clientHeight} ${this.find.asked}`;
    rail.hidden = !this.find.hits.length;
    if (rail.hidden) return;
    const scale = devicePixelRatio || 1;
    rail.width = rail.clientWidth * scale;
    rail.height = rail.clientHeight * scale;
    const pen = rail.getContext('2d');
    pen.fillStyle = getComputedStyle(rail).color;
    let last = -1;
    for (const n of this.find.hits) {
      const place = runs.place(n);
      if (!place) continue;
      const y = Math.round(rows.top(rows.of(place.step, place.offset)) / rows.height * (rail.height - 2 * scale));
      if (y !== last) pen.fillRect(0, y, rail.width, 2 * scale);
      last = y;
    }
  }

  /** Goes to the hit next to where the rail was clicked. */
  jump(event) {
    const { rows, runs } = this.view;
    const wanted = event.offsetY / this.rail.clientHeight * rows.height;
    const away = n => {
      const { step, offset } = runs.place(n);
      return Math.abs(rows.top(rows.of(step, offset)) - wanted);
    };
    const best = this.find.hits.reduce((a, b) => (away(b) < away(a) ? b : a));
    this.find.at = this.find.hits.indexOf(best);
    this.find.tell();
    this.goTo(best);
  }
}

function stored() {
  try {
    return localStorage.getItem('slipway.log.times');
  } catch {
    return undefined;
  }
}
