// The log of a build. Whose line is which is known of all lines; texts and elements are there for those in view only.

import { render } from './ansi.js';
import { Folds } from './folds.js';
import { Live } from './live.js';
import { LogBar } from './logbar.js';
import { Pages, json } from './pages.js';
import { Rows } from './rows.js';
import { Runs } from './runs.js';
import { Scroll } from './scroll.js';
import { duration } from './time.js';

const NO_ERRORS = { count: 0, first: 0 };
const ICONS = {
  succeeded: '<circle cx="8" cy="8" r="7"/><path d="m4.8 8.3 2.2 2.2 4.3-4.6"/>',
  failed: '<circle cx="8" cy="8" r="7"/><path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2"/>',
  canceled: '<circle cx="8" cy="8" r="7"/><path d="M5 8h6"/>',
  skipped: '<circle cx="8" cy="8" r="7"/><path d="M5 8h6"/>',
  running: '<circle cx="8" cy="8" r="7"/><path d="M8 1a7 7 0 0 1 7 7"/>',
};

export class LogView {
  constructor(root) {
    this.root = root;
    this.path = `/api/v1/builds/${encodeURIComponent(root.dataset.build)}`;
    this.runs = new Runs();
    this.rows = new Rows(20, 34);
    this.steps = new Map();
    this.toggled = new Map();
    this.marked = undefined;
    this.batch = [];
    this.pages = new Pages(this.path, () => this.scroll.refresh(), () => this.bar.say('Some lines cannot be loaded; trying again.'));
    this.scroll = new Scroll(root.querySelector('.lines'), root.querySelector('.bar'), this);
    this.bar = new LogBar(root, this);
  }

  async start() {
    const wait = this.root.querySelector('.wait');
    try {
      const outline = await json(`${this.path}/log/outline`);
      this.take(outline);
      wait.textContent = outline.complete ? 'This build wrote no log.' : 'Waiting for the first line…';
      this.layOut();
      if (!this.openHash()) this.scroll.follow(!outline.complete);
      addEventListener('hashchange', () => this.openHash());
      if (outline.complete) this.bar.ended();
      else this.goLive();
    } catch {
      wait.textContent = 'The log cannot be loaded. Reload the page to try again.';
    }
  }

  /** What is known of the log before any of its lines is here. */
  take(outline) {
    this.complete = outline.complete;
    this.startedAt = outline.attempt === 1 && outline.started_at ? Date.parse(outline.started_at) : undefined;
    outline.steps.forEach(step => this.tell(step));
    for (let i = 0; i < outline.runs.length; i += 2) this.runs.add(outline.names[outline.runs[i]], outline.runs[i + 1]);
    outline.names.forEach((name, i) => { this.step(name).errors = outline.errors[i]; });
    outline.marks.forEach(({ n, t, mark }) => this.mark(n, t, mark));
  }

  goLive() {
    const next = () => this.runs.total + this.batch.length + 1;
    this.live = new Live(() => `${this.path}/log/events?from=${next()}`, {
      line: line => this.addSoon(line),
      step: step => {
        this.addAll();
        this.tell(step);
        this.layOut();
      },
      state: connected => this.bar.connected(connected),
      end: () => {
        this.addAll();
        this.complete = true;
        this.scroll.follow(false);
        this.bar.ended();
      },
    });
  }

  /** Lines that come together are laid out together. */
  addSoon(line) {
    if (line.n !== this.runs.total + this.batch.length + 1) return;
    this.batch.push(line);
    if (this.batch.length > 1) return;
    // A page that is not seen draws no frames, and must not collect lines for ever either.
    if (document.visibilityState === 'hidden') setTimeout(() => this.addAll(), 500);
    else requestAnimationFrame(() => this.addAll());
  }

  addAll() {
    if (!this.batch.length) return;
    for (const line of this.batch) {
      this.runs.add(line.step, 1);
      this.pages.put(line);
      const step = this.step(line.step);
      if (line.error) step.errors = { count: step.errors.count + 1, first: step.errors.first || line.n };
      if (line.mark) this.mark(line.n, line.t, line.mark);
    }
    this.batch = [];
    this.layOut();
  }

  mark(n, t, mark) {
    const { step, offset } = this.runs.place(n);
    this.step(step).folds.add(mark, offset, t);
  }

  step(name) {
    let step = this.steps.get(name);
    if (!step) {
      step = { name, folds: new Folds(), errors: NO_ERRORS, open: false };
      this.steps.set(name, step);
    }
    return step;
  }

  /** How a step stands. What runs or failed is open; what was read as it ran is not shut while one looks. */
  tell(report) {
    const step = this.step(report.name);
    if (step.status !== report.status && ['running', 'failed'].includes(report.status)) step.open = true;
    step.status = report.status;
    step.report = report;
  }

  // --- What is shown -----------------------------------------------------------------------------

  layOut() {
    const { rows } = this;
    rows.clear();
    for (const step of this.steps.values()) {
      rows.head(step.name);
      if (!step.open) continue;
      const count = this.runs.steps.get(step.name)?.count ?? 0;
      step.folds.walk(
        count,
        group => this.isOpen(step, group),
        (from, to) => rows.lines(step.name, from, to),
        group => rows.group(step.name, group),
      );
    }
    rows.place();
    this.root.classList.toggle('filled', rows.count > 0);
    this.bar.count(this.firstError());
    this.scroll.relaid();
  }

  isOpen(step, group) {
    const toggled = this.toggled.get(`${step.name}\n${group.from}`);
    if (toggled !== undefined) return toggled;
    if (group.open || (group.to === undefined && !this.complete)) return true;
    const first = step.errors.first && this.runs.place(step.errors.first)?.offset;
    return first > group.from && (group.to === undefined || first < group.to);
  }

  toggle({ part, step: name }) {
    const step = this.step(name);
    if (part.kind === 'step') step.open = !step.open;
    else this.toggled.set(`${name}\n${part.group.from}`, !this.isOpen(step, part.group));
    this.layOut();
  }

  toggleAll(open) {
    for (const step of this.steps.values()) {
      step.open = open;
      for (const group of step.folds.groups) this.toggled.set(`${step.name}\n${group.from}`, open);
    }
    this.layOut();
  }

  /** Asks for the texts of the rows from one to the other. */
  want(first, last) {
    let from;
    let to;
    for (let row = first; row <= last; row++) {
      const { offset, step } = this.rows.at(row);
      if (offset === undefined) continue;
      const n = this.runs.number(step, offset);
      if (to !== undefined && n > to && n - to < 400) to = n;
      else {
        if (to !== undefined) this.pages.want(from, to, this.runs.total);
        from = n;
        to = n;
      }
    }
    if (to !== undefined) this.pages.want(from, to, this.runs.total);
  }

  /** Makes or renews the element of a row. */
  draw(row, element) {
    const { part, step, offset } = row;
    if (part.kind === 'step') return this.drawHead(this.step(step), element);
    if (part.kind === 'group') return this.drawGroup(this.step(step), part.group, element);
    return this.drawLine(this.runs.number(step, offset), element);
  }

  drawHead(step, old) {
    const { report, errors } = step;
    const state = `${step.open} ${report?.status} ${report?.cached} ${report?.finished_at} ${errors.count}`;
    if (old?.dataset.state === state) return old;
    const head = old ?? element('button', 'fold');
    head.type = 'button';
    head.dataset.state = state;
    head.dataset.step = step.name;
    head.setAttribute('aria-expanded', String(step.open));
    const icon = element('span', `status ${report?.status ?? ''}`);
    const turning = report?.status === 'running' ? ' class="turning"' : '';
    icon.innerHTML = `<svg${turning} viewBox="0 0 16 16" aria-hidden="true">${ICONS[report?.status] ?? ''}</svg>`;
    icon.append(element('span', 'unseen', report?.status ?? ''));
    head.replaceChildren(icon, element('span', 'step', step.name));
    if (errors.count && report?.status !== 'succeeded') {
      head.append(element('span', 'errors', `${errors.count.toLocaleString('en')} ${errors.count === 1 ? 'error' : 'errors'}`));
    }
    head.append(this.lasting(report));
    return head;
  }

  lasting(report) {
    const note = element('span', 'duration');
    if (report?.cached) note.textContent = 'CACHED';
    else if (report?.finished_at) note.textContent = duration(Date.parse(report.finished_at) - Date.parse(report.started_at));
    else if (report) {
      note.dataset.since = report.started_at;
      note.textContent = duration(Math.floor((Date.now() - Date.parse(report.started_at)) / 1000) * 1000);
    }
    return note;
  }

  drawGroup(step, group, old) {
    const n = this.runs.number(step.name, group.from);
    const open = this.isOpen(step, group);
    const state = `${open} ${group.note} ${group.millis} ${n} ${this.bar.times}`;
    if (old?.dataset.state === state) return this.highlight(n, old);
    const row = old ?? element('div', 'l g');
    row.dataset.state = state;
    const head = element('button', 'group');
    head.type = 'button';
    head.setAttribute('aria-expanded', String(open));
    head.style.paddingInlineStart = `${Math.min(group.depth, 8)}rem`;
    head.append(element('span', 'title', group.title || 'Group'));
    const note = group.note || (group.millis >= 1000 || group.kind === 'vertex' ? group.millis !== undefined && duration(group.millis) : '');
    if (note) head.append(element('span', 'duration', note));
    row.replaceChildren(this.anchor(n), element('time', '', this.bar.time(group.t)), head);
    return this.highlight(n, row);
  }

  drawLine(n, old) {
    const line = this.pages.get(n);
    const row = old ?? element('div', 'l');
    if (row.line !== line || !row.firstChild) {
      row.line = line;
      const time = element('time');
      const text = element('span');
      if (line) {
        time.textContent = this.bar.time(line.t);
        render(this.pages.parsed(line), text);
      }
      row.classList.toggle('blank', !line);
      row.classList.toggle('error', Boolean(line?.error));
      row.replaceChildren(this.anchor(n), time, text);
      this.bar.find.paint(row);
    }
    return this.highlight(n, row);
  }

  anchor(n) {
    const link = element('a', '', String(n));
    link.href = `#L${n}`;
    link.setAttribute('aria-label', `Line ${n}`);
    // Search and errors mark lines by keyboard; thousands of stops on the way through the page help nobody.
    link.tabIndex = -1;
    return link;
  }

  highlight(n, row) {
    row.classList.toggle('marked', Boolean(this.marked) && n >= this.marked.first && n <= this.marked.last);
    row.classList.toggle('hit', this.bar.find.isCurrent(n));
    return row;
  }

  /** Draws everything anew, for times that look different or other hits. */
  redraw() {
    for (const row of this.root.querySelectorAll('.l')) row.line = null;
    this.scroll.refresh();
  }

  // --- Where one is ------------------------------------------------------------------------------

  /** #L12, #L12-L20 or #step=NAME; answers whether it was one of them. */
  openHash() {
    let hash = '';
    try {
      hash = decodeURIComponent(location.hash.slice(1));
    } catch {
      // Whatever that is, it is no line.
    }
    const name = hash.match(/^step=(.+)$/s)?.[1];
    if (name && this.steps.has(name)) {
      this.step(name).open = true;
      this.layOut();
      this.scroll.to(this.rows.of(name, -1), 0);
      this.scroll.focusHead(name);
      return true;
    }
    const [, first, last] = hash.match(/^L(\d{1,9})(?:-L(\d{1,9}))?$/) ?? [];
    if (!first) {
      this.unmark();
      return false;
    }
    const [from, to] = [Number(first), Number(last ?? first)].sort((a, b) => a - b);
    if (!this.runs.place(from)) return false;
    this.marked = { first: from, last: Math.min(to, this.runs.total) };
    this.bar.selected(this.marked);
    this.show(from);
    return true;
  }

  unmark() {
    if (!this.marked) return;
    this.marked = undefined;
    this.bar.selected(undefined);
    this.scroll.refresh();
  }

  /** Unfolds what a line is in, and goes there. */
  show(n) {
    const place = this.runs.place(n);
    if (!place) return;
    this.scroll.follow(false);
    const step = this.step(place.step);
    step.open = true;
    for (const group of step.folds.around(place.offset)) this.toggled.set(`${step.name}\n${group.from}`, true);
    this.layOut();
    this.scroll.to(this.rows.of(place.step, place.offset), 0.33);
  }

  /** The number of the line to look at first; 0 where none reports an error. */
  firstError() {
    const wrong = [...this.steps.values()].filter(step => step.errors.first);
    const failed = wrong.filter(step => step.status === 'failed');
    const bad = failed.length || this.complete ? failed : wrong.filter(step => step.status === 'running');
    return Math.min(...bad.map(step => step.errors.first), Infinity);
  }
}

export function element(name, className = '', text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
